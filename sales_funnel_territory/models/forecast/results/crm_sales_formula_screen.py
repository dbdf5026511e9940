from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....planning.forecast.periods import KINDS, earlier, period_of
from ....planning.forecast.sales_formula import FACTORS, Formula, effects, needed
from ....tools.asked import read_id, read_number, read_options
from .crm_sales_formula_asked import LEADER, MANAGER

# Which customers stand behind a factor.
BEHIND = {
    "base": Domain("is_base", "=", True),
    "first_meeting_rate": Domain("is_met", "=", True),
    "closing_efficiency": Domain("is_won", "=", True),
}


class CrmSalesFormula(models.Model):
    """The board: a period against the one before and the target, and the records behind it."""

    _inherit = "crm.sales.formula"

    @api.model
    def get_screen(self, filters=None):
        """Return the cards of the formula, by a fixed number of queries.

        :param filters: kind (month, quarter, year), shift (periods from today's; -1 is the last),
            team_id (with the teams below), user_id
        """
        filters = read_options(self.env, filters)
        period, before = self._read_periods(filters)
        now, without_customer = self._measure(self._to_options(filters, period))
        then, _without = self._measure(self._to_options(filters, before))
        formula, earlier_one = Formula.of(now), Formula.of(then)
        goal = self._read_goal(filters, period, formula)
        by_goal = {} if goal is None else needed(formula, goal)
        return {
            **self._describe_measured(now),
            "currency_id": self.env.company.currency_id.id,
            "without_customer": without_customer,
            "period": self._describe_period(period),
            "before_period": self._describe_period(before),
            "gross_profit": now.profit / self._coins(),
            "gross_profit_before": then.profit / self._coins(),
            "target": None if goal is None else float(goal / self._coins()),
            "cards": self._describe_screen_factors(
                now,
                value=self._describe_factors(formula.factors()),
                before=self._describe_factors(earlier_one.factors()),
                effect=self._to_money(effects(earlier_one, formula)),
                needed=self._describe_factors(by_goal),
            ),
            **self._get_choices(),
        }

    @api.model
    def _to_money(self, cents):
        return {
            key: None if value is None else float(value / self._coins())
            for key, value in cents.items()
        }

    # ------------------------------------------------------------------ periods

    @api.model
    def _read_periods(self, filters):
        """Return the period asked for, and the one before."""
        kind = filters.get("kind") or "quarter"
        if kind not in KINDS:
            raise UserError(self.env._("A formula is for a month, a quarter or a year."))
        scheme = self.env.company._get_fiscal_scheme()
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        shift = max(-40, min(40, read_number(self.env, filters.get("shift"))))
        period = earlier(period_of(today, kind, scheme), scheme, -shift)
        return period, earlier(period, scheme)

    @api.model
    def _describe_period(self, period):
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        return {
            "kind": period.kind,
            "year": period.year,
            "number": period.number,
            "first": fields.Date.to_string(period.first),
            "last": fields.Date.to_string(period.last),
            "is_running": period.contains(today),
        }

    @api.model
    def _to_options(self, filters, period):
        return {
            "first": fields.Date.to_string(period.first),
            "last": fields.Date.to_string(period.last),
            "team_id": filters.get("team_id") or False,
            "user_id": filters.get("user_id") or False,
        }

    # ------------------------------------------------------------------ target

    @api.model
    def _read_goal(self, filters, period, formula):
        """Return the target of gross profit in cents: that of the margin, else of the revenue.

        A target of revenue becomes one of gross profit at the margin rate that was measured.
        """
        margin = self._read_target(filters, period, "margin")
        if margin is not None:
            return Fraction(self._to_cents(margin))
        revenue = self._read_target(filters, period, "revenue")
        if revenue is None or not formula.margin_rate:
            return None
        return self._to_cents(revenue) * formula.margin_rate

    @api.model
    def _read_target(self, filters, period, measure):
        """Return the target of whom is looked at; none where none was set."""

        def read(by):
            return self.env["crm.sales.target"]._read_targets(self.env.company, period, measure, by)

        if user_id := filters.get("user_id"):
            return read("user_id").get(read_id(self.env, user_id))
        if team_id := filters.get("team_id"):
            team_ids = [read_id(self.env, team_id)]
        elif not self.env.user.has_group(LEADER):
            return read("user_id").get(self.env.uid)
        elif self.env.user.has_group(MANAGER):
            company = read("").get(False)
            if company is not None:
                return company
            team_ids = None
        else:
            team_ids = self._find_led_teams()
        return self._sum_targets(read("team_id"), team_ids)

    @api.model
    def _sum_targets(self, targets, team_ids):
        """Add up the targets of teams, those of the topmost ones that have any.

        :param team_ids: teams that count, with those below them; none: all
        """
        # sudo: the tree of teams, whoever may see all of it
        teams = self.env["crm.team"].sudo().browse(targets)
        if team_ids is not None:
            teams = teams.filtered_domain([("id", "child_of", team_ids)])
        counted = [targets[team.id] for team in teams if not self._is_below(team, teams)]
        return sum(counted) if counted else None

    @api.model
    def _is_below(self, team, teams):
        above = team.parent_id
        while above and above not in teams:
            above = above.parent_id
        return bool(above)

    # ------------------------------------------------------------------ choices

    @api.model
    def _get_choices(self):
        """Return whom one may choose: nobody who sees himself only."""
        if not self.env.user.has_group(LEADER):
            return {"teams": [], "users": []}
        Team = self.env["crm.team"]
        is_manager = self.env.user.has_group(MANAGER)
        seen = Team.search([] if is_manager else [("id", "in", self._find_led_teams())])
        # sudo: names of the members of teams that the reader leads
        members = seen.sudo().member_ids
        return {
            "teams": [[team.id, team.display_name] for team in seen],
            "users": sorted(([user.id, user.name] for user in members), key=lambda one: one[1]),
        }

    # ------------------------------------------------------------------ what stands behind

    @api.model
    def action_open_factor(self, filters, key):
        """Open the records behind a factor: customers, or the orders they placed."""
        if key not in (*FACTORS, "gross_profit", "without_customer"):
            raise UserError(self.env._("The formula has no factor %(name)s.", name=key))
        filters = read_options(self.env, filters)
        period, _before = self._read_periods(filters)
        options = self._to_options(filters, period)
        if key in BEHIND:
            return self._open_customers(options, key)
        domain = self._won_domain(self._read_asked(options))
        if key == "without_customer":
            domain &= Domain("partner_id", "=", False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders Won"),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "pivot"), (False, "form")],
            "domain": list(domain),
            "context": {
                "active_test": False,
                "create": False,
                "group_by": ["team_id"] if key == "margin_rate" else [],
            },
        }

    @api.model
    def _open_customers(self, options, key):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_sales_formula_action_customers"
        )
        return {
            **action,
            "domain": list(BEHIND[key]),
            "context": {"formula": options},
        }

    def action_open_customer(self):
        """Open the customer of a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
