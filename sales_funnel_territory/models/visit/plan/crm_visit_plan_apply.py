from collections import defaultdict

from odoo import models
from odoo.tools import format_date
from odoo.tools.date_utils import end_of, start_of

from ....planning.visits.day.even_times import even_times
from ....planning.visits.due.agenda import clock_time, free_seconds, moment_of
from .crm_visit_plan_demand import get_deal_customer

GENERATED = ("customer", "funnel")


class CrmVisitPlan(models.Model):
    """What the search has found becomes visits, and visits not served."""

    _inherit = "crm.visit.plan"

    def _apply_solution(self, problem, sources, solution):
        """Write visits and shortfalls: planned and not served together are those that are due.

        :param sources: where the visits come from, see ``pack_sources``
        """
        # sudo: the search is the system's; its words are for the person, whoever applies it
        plan = self.sudo()
        plan = plan.with_context(tracking_disable=True, lang=plan.user_id.lang)
        if plan.kind == "week":
            solution = even_times(problem, solution)
        work = _Solved(problem, sources, solution)
        plan._write_visits(work)
        plan._write_shortfalls(work)
        plan.write(plan._prepare_figures(work))

    # ------------------------------------------------------------------ visits

    def _write_visits(self, work):
        drafts = self._find_drafts()
        values = []
        for planned in work.solution.planned:
            kind, key = work.source(planned.key)
            if kind in GENERATED:
                values.append(self._prepare_generated(work, planned, kind, key))
            else:
                self._write_known(work, planned, kind, key)
        self._write_generated(drafts, values)

    def _find_drafts(self):
        """Return visits of an earlier run of this plan, to be used again."""
        drafts = self.visit_ids.filtered(self._is_own_draft)
        return drafts.sorted(lambda visit: (visit.target_on or visit.window_from, visit.id))

    def _write_generated(self, drafts, values):
        """Write visits that come from rhythms and opportunities, over those of an earlier run."""
        known = defaultdict(list)
        for visit in drafts:
            known[visit.partner_id.id, visit.origin].append(visit)
        new, used = [], self.env["crm.visit"]
        for vals in values:
            former = known[vals["partner_id"], vals["origin"]]
            if former:
                visit = former.pop(0)
                visit.write(vals)
                used |= visit
            else:
                new.append(vals)
        (drafts - used).unlink()
        self.env["crm.visit"].create(new)

    def _prepare_generated(self, work, planned, kind, key):
        one = work.occurrence(planned.key)
        values = {
            **self._prepare_times(work, planned),
            "partner_id": key,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            "origin": "cadence",
            "work_kind": "fixed_route",
            "is_generated": True,
            "plan_id": self.id,
            "target_on": one.target or work.day(planned).date,
        }
        if kind == "funnel":
            lead = self.env["crm.lead"].browse(key)
            values |= {
                "partner_id": lead.partner_id.commercial_partner_id.id,
                "origin": "funnel",
                "work_kind": lead.work_kind,
                "purpose": lead.playbook_milestone or lead.name,
                "opportunity_ids": [(6, 0, self._get_deals_of(work, key).ids)],
            }
        return values | {"reason": self._get_reason(work, planned, kind, key)}

    def _write_known(self, work, planned, kind, key):
        """Write times of a visit that was there before; those of an appointment stay."""
        visit = self.env["crm.visit"].browse(key if key > 0 else []).exists()
        if not visit:
            return
        if kind == "appointment":
            if self.kind == "week":
                visit.write(self._prepare_way(planned))
            return
        values = self._prepare_times(work, planned)
        if visit.plan_id != self:
            values |= {
                "upper_plan_id": visit.plan_id.id,
                "upper_from": visit.window_from,
                "upper_to": visit.window_to or visit.window_from,
            }
        values |= {
            "plan_id": self.id,
            "reason": self._get_reason(work, planned, kind, key),
        }
        visit.write(values)

    def _prepare_times(self, work, planned):
        """Return when a visit takes place: the month says a week, the quarter a month."""
        one, day = work.occurrence(planned.key), work.day(planned).date
        values = {**self._prepare_way(planned), "duration": one.service / 3600}
        if self.kind == "week":
            start = moment_of(day, planned.start, self.user_id._get_clock())
            return values | {
                "start": start,
                "window_from": day,
                "window_to": day,
                "state": "planned",
            }
        unit = "week" if self.kind == "month" else "month"
        return values | {
            "start": False,
            "window_from": max(start_of(day, unit), self.date_from),
            "window_to": min(end_of(day, unit), self.date_to),
            "target_on": day,
            "state": "proposed",
        }

    def _prepare_way(self, planned):
        return {
            "sequence": planned.order + 1,
            "travel_minutes": round(planned.travel_seconds / 60),
            "travel_km": planned.travel_metres / 1000,
        }

    # ------------------------------------------------------------------ why on this day

    def _get_reason(self, work, planned, kind, key):
        """Return in words why a visit is planned."""
        if kind == "funnel":
            names = ", ".join(self._get_deals_of(work, key).mapped("name"))
            return self.env._("Brings forward: %(deals)s", deals=names)
        if kind == "single":
            return self._get_single_reason(key)
        due = work.occurrence(planned.key).target
        return self.env._("Due on %(due)s.", due=format_date(self.env, due))

    def _get_single_reason(self, key):
        visit = self.env["crm.visit"].browse(key)
        if visit.route_id:
            return self.env._("On the fixed route “%(route)s”.", route=visit.route_id.name)
        return visit.reason or self.env._("Wanted by hand.")

    def _get_deals_of(self, work, lead_id):
        """Return the opportunities that one visit to a customer is about."""
        lead = self.env["crm.lead"].browse(lead_id)
        if work.deals is None:
            work.deals = self._find_deals().grouped(get_deal_customer)
        return lead | work.deals.get(get_deal_customer(lead), lead)

    # ------------------------------------------------------------------ what is not served

    def _write_shortfalls(self, work):
        # those that were served after all, too: the search says anew what is not
        self.env["crm.visit.shortfall"].search([("plan_id", "=", self.id)]).unlink()
        values = [self._prepare_shortfall(work, unserved) for unserved in work.solution.unserved]
        values += [one for refused in work.refused for one in self._prepare_refused(work, refused)]
        short = self.env["crm.visit.shortfall"].sudo().create([one for one in values if one])
        self._return_unserved(work)
        for one in short.filtered("visit_id.start"):  # what is agreed on stays, and is not served
            one.agreed_start = one.visit_id.start

    def _prepare_shortfall(self, work, unserved):
        one = work.occurrence(unserved.key)
        kind, key = work.source(unserved.key)
        customer, visit = self._find_whose(kind, key)
        return customer and {
            "plan_id": self.id,
            "partner_id": customer.id,
            "visit_id": visit.id,
            "cause": unserved.cause,
            "due_on": one.target,
            "duration": one.service / 3600,
            "worth": one.worth,
        }

    def _prepare_refused(self, work, refused):
        customer_id, cause, visits, kind, key, other = refused
        customer, visit = self._find_whose(kind or "customer", key or customer_id)
        rival = visit.browse(other if other and other > 0 else []).exists()
        values = {
            "plan_id": self.id,
            "partner_id": customer.id,
            "visit_id": visit.id,
            "other_visit_id": rival.id,
            "cause": cause,
            "due_on": self._get_refused_day(visit, key),
            "duration": visit.duration or self._get_minutes(customer.customer_status_id) / 60,
        }
        return [values] * visits if customer else []

    def _get_refused_day(self, visit, key):
        """Return the day of a refused visit, or of an event that is none (minus its id)."""
        if visit:
            return visit.target_on or visit._get_day()
        event = self.env["calendar.event"].browse(-key if key < 0 else [])
        return bool(event) and clock_time(event.start, self.user_id._get_clock())[0]

    def _find_whose(self, kind, key):
        """Return the customer and, if there is one, the visit that a source stands for."""
        Visit, Partner = self.env["crm.visit"], self.env["res.partner"]
        if kind == "funnel":
            return self.env["crm.lead"].browse(key).partner_id.commercial_partner_id, Visit
        if kind == "customer":
            return Partner.browse(key), Visit
        if key < 0:
            event = self.env["calendar.event"].browse(-key)
            return event.partner_ids.commercial_partner_id.filtered("is_sales_customer")[:1], Visit
        visit = Visit.browse(key)
        return visit.partner_id, visit

    def _return_unserved(self, work):
        """Give visits that found no place back to the plan above, where they still wait.

        One that stood in the week without a plan loses its time: others stand there now. It keeps
        it where nobody knows the way, and nothing else speaks against it.
        """
        keys = [(*work.source(one.key), one.cause) for one in work.solution.unserved]
        keys += [(kind, key, cause) for _c, cause, _n, kind, key, _o in work.refused]
        causes = {key: cause for kind, key, cause in keys if kind == "single"}
        visits = self.env["crm.visit"].browse(causes).exists()
        own = visits.filtered(lambda visit: visit.plan_id == self)
        own._return_to_upper()
        timed = (visits - own).filtered(lambda one: one.start and causes[one.id] != "no_place")
        timed.write({"start": False, "state": "proposed"})

    # ------------------------------------------------------------------ figures

    def _prepare_figures(self, work):
        refused = sum(one[2] for one in work.refused)
        solution = work.solution
        seconds = sum(
            one.travel_seconds + work.occurrence(one.key).service for one in solution.planned
        )
        metres = sum(one.travel_metres for one in solution.planned)
        return {
            "due_count": work.due,
            "planned_count": len(solution.planned),
            "unserved_count": len(solution.unserved) + refused,
            "planned_hours": seconds / 3600,
            "available_hours": sum(map(free_seconds, work.problem.days)) / 3600,
            "travel_km": metres / 1000,
        }


class _Solved:
    """A problem, where its visits come from, and its solution, by key."""

    def __init__(self, problem, packed, solution):
        self.problem = problem
        self.solution = solution
        self.refused = packed["refused"]
        self.due = packed["due"]
        self.deals = None
        self._sources = packed["sources"]
        self._occurrences = {one.key: one for one in problem.occurrences}

    def source(self, key):
        return self._sources[str(key)]

    def occurrence(self, key):
        return self._occurrences[key]

    def day(self, planned):
        return self.problem.days[planned.day]
