import math
from collections import Counter
from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.float_utils import float_round

from ....planning.visits.capacity.feasibility import feasibility
from ....planning.visits.due.agenda import week_start
from ....planning.visits.due.demand import Refused

HOUR = 3600
# a list that long is not read to its end; how many there are is told all the same
MOST_SHORT = 300


class CrmVisitPlan(models.Model):
    """Whether everything that is due fits into the hours, told before anybody commits to it."""

    _inherit = "crm.visit.plan"

    feasibility = fields.Json(readonly=True, copy=False)
    verdict = fields.Selection(
        [("fits", "It Fits"), ("tight", "It Is Tight"), ("short", "It Does Not Fit")],
        readonly=True,
        copy=False,
    )
    interval_factor = fields.Float(
        "Longer Intervals",
        default=1.0,
        digits=(4, 2),
        help="In this plan every interval between two visits to a customer is so many times as "
        "long: 1.25 is a quarter longer.",
    )
    dropped_ids = fields.Many2many(
        "res.partner",
        "crm_visit_plan_dropped_rel",
        string="Left Out",
        domain="[('is_sales_customer', '=', True)]",
        help="Customers who are not visited in this plan. Their visits stay listed as not served.",
    )

    _interval_factor_sane = models.Constraint(
        "CHECK(interval_factor >= 1 AND interval_factor <= 10)",
        "Intervals are 1 to 10 times as long as usual.",
    )

    # ------------------------------------------------------------------ actions

    def action_check(self):
        """Tell whether it fits, without planning anything."""
        for plan in self:
            plan._check_may_plan()
            plan._keep_feasibility(*plan._prepare_problem())
        return True

    def choose_way_out(self, way):
        """Take one of the ways out that were offered, and tell again whether it fits."""
        self.ensure_one()
        self._check_may_plan()
        offered = {one["way"]: one for one in (self.feasibility or {}).get("ways", [])}
        if way not in offered:
            raise UserError(
                self.env._(
                    "%(plan)s has changed since. Look again whether it fits.",
                    plan=self.display_name,
                )
            )
        if way == "hand_over":
            return self._open_hand_over(offered[way]["customers"])
        getattr(self, f"_take_{way}")(offered[way])
        return self.action_check()

    def _take_half_days(self, offer):
        if not self.free_half_days:
            raise UserError(
                self.env._(
                    "%(plan)s leaves no half-day free that could be used. Choose another way.",
                    plan=self.display_name,
                )
            )
        weeks = max(1, len((self.feasibility or {}).get("weeks", [])))
        fewer = math.ceil(offer["number"] / weeks)
        self.free_half_days = max(0, self.free_half_days - fewer)

    def _take_longer_intervals(self, offer):
        factor = float_round(self.interval_factor * offer["number"], precision_digits=2)
        self.interval_factor = min(10.0, max(1.0, factor))

    def _take_drop(self, offer):
        self.dropped_ids |= self.env["res.partner"].browse(offer["customers"]).exists()

    def _open_hand_over(self, customer_ids):
        """Open the customers who cost most travel, to give them another responsible."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.res_partner_action_customer"
        )
        return action | {
            "name": self.env._("Hand Over"),
            "domain": [("id", "in", customer_ids)],
            "context": {},
            "views": [(False, "list"), (False, "form")],
            "view_mode": "list,form",
        }

    # ------------------------------------------------------------------ kept

    def _keep_feasibility(self, assembled, remark_facts):
        """Keep figures alone: whoever reads them hears them in his own language."""
        found = feasibility(assembled.problem)
        # sudo: what a plan keeps of itself is written by ourselves alone
        self.sudo().write(
            {
                "feasibility": self._prepare_feasibility(found, assembled),
                "verdict": found.verdict,
                "remark_facts": remark_facts,
            }
        )

    def _prepare_feasibility(self, found, assembled):
        names = self._read_names(found)
        return {
            "verdict": found.verdict,
            "refused": _count_refused(assembled.refused),
            "due": assembled.due,
            "total": self._prepare_load(found.total),
            "weeks": [self._prepare_load(one) for one in found.weeks],
            "short": [
                {
                    "policy": policy,
                    "count": len(short),
                    "visits": sum(one.visits for one in short),
                    "customers": _prepare_short(short, names),
                }
                for policy, short in found.short.items()
            ],
            "ways": [
                self._limit_half_days(_prepare_way(one), len(found.weeks))
                for one in found.ways_out
                if _hours(one.seconds)
            ],
        }

    def _limit_half_days(self, way, weeks):
        """Return a way out with no more half-days than the plan leaves free."""
        free = self.free_half_days * weeks
        if way["way"] != "half_days" or way["number"] <= free:
            return way
        if free <= 0:
            return way | {"is_possible": False}
        hours = round(way["hours"] * free / way["number"], 1)
        return way | {"number": free, "hours": hours, "suffices": False}

    def _prepare_load(self, load):
        first = week_start(*load.week) if load.week else self.date_from
        return {
            "first": fields.Date.to_string(first),
            "visits": load.visits,
            "visit_hours": _hours(load.visit_seconds),
            "travel_hours": _hours(load.travel_seconds),
            "needed": _hours(load.needed),
            "available": _hours(load.available),
            "missing": _hours(load.missing),
        }

    def _read_names(self, found):
        ids = {one.customer for short in found.short.values() for one in short}
        partners = self.env["res.partner"].browse(one for one in ids if one).exists()
        return {one.id: (one.display_name, one.customer_class_id.code or "") for one in partners}

    # ------------------------------------------------------------------ what was chosen

    def _leave_out(self, assembled):
        """Return the problem without the customers who were left out: their visits are refused."""
        dropped = set(self.dropped_ids.ids)
        keys = {
            key
            for key, source in assembled.sources.items()
            if source.kind == "customer" and source.id in dropped
        }
        if not keys:
            return assembled
        problem = assembled.problem
        visits = [one for one in problem.occurrences if one.key in keys]
        customers = sorted({one.customer for one in visits})
        refused = tuple(
            Refused(one, "dropped", sum(visit.customer == one for visit in visits))
            for one in customers
        )
        return replace(
            assembled,
            problem=replace(
                problem,
                occurrences=tuple(one for one in problem.occurrences if one.key not in keys),
                series=tuple(one for one in problem.series if keys.isdisjoint(one.keys)),
            ),
            refused=(*assembled.refused, *refused),
        )


def _count_refused(refused):
    """Return visits that no number of hours makes possible, by cause, the most first."""
    causes = Counter()
    for one in refused:
        causes[one.cause] += one.visits
    del causes["dropped"]
    return [{"cause": cause, "visits": visits} for cause, visits in causes.most_common()]


def _prepare_short(short, names):
    return [
        {
            "id": one.customer,
            "name": names.get(one.customer, ("", ""))[0],
            "class": names.get(one.customer, ("", ""))[1],
            "visits": one.visits,
            "due": one.due,
            "hours": _hours(one.seconds),
        }
        for one in short[:MOST_SHORT]
    ]


def _prepare_way(way):
    return {
        "way": way.way,
        "number": way.number,
        "visits": way.visits,
        "hours": _hours(way.seconds),
        "suffices": way.suffices,
        "customers": list(way.customers),
    }


def _hours(seconds):
    return round(seconds / HOUR, 1)
