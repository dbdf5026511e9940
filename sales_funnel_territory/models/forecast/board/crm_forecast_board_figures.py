from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.forecast.board import Figures
from ....planning.forecast.periods import earlier
from .crm_forecast_board import NUMBERS_OF

PACE_PERIODS = 4
WEEKS = 12


class CrmForecastBoard(models.AbstractModel):
    """What the board adds up, each by one query whatever the number of people."""

    _inherit = "crm.forecast.board"

    @api.model
    def _read_figures(self, asked):
        """Return {(team id, user id): Figures} of what the reader may see."""
        found = defaultdict(lambda: {"categories": defaultdict(int), "pace": [0] * PACE_PERIODS})
        for team, user, category, status, amount, weighted in self._read_deals(asked):
            own = found[team.id, user.id]
            cents = round((amount or 0) * 100)
            if status == "won":
                own["closed"] = own.get("closed", 0) + cents
                continue
            own["weighted"] = own.get("weighted", 0) + round((weighted or 0) * 100)
            if category == "omitted":
                own["categories"][category] += cents
            elif status == "overdue":
                own["overdue"] = own.get("overdue", 0) + cents
            else:
                own["categories"][category or "pipeline"] += cents
        for team, user, status, count in self._read_decided(asked):
            if (team.id, user.id) in found:
                found[team.id, user.id][status] = count
        for number, rows in enumerate(self._read_pace(asked)):
            for team, user, amount in rows:
                found[team.id, user.id]["pace"][number] = round((amount or 0) * 100)
        return {
            key: Figures(**{**own, "categories": dict(own["categories"]),
                            "pace": tuple(own["pace"])})
            for key, own in found.items()
        }  # fmt: skip

    @api.model
    def _read_deals(self, asked):
        Lead = self.env["crm.lead"].with_context(active_test=False)
        function = Lead._sum_function()
        return Lead._read_group(
            self._deals_domain(asked),
            ["team_id", "user_id", "forecast_category", "period_status"],
            [f"expected_revenue:{function}", f"prorated_revenue:{function}"],
        )

    @api.model
    def _read_decided(self, asked):
        """Count what was won and lost in the last twelve months."""
        since = fields.Datetime.now() - timedelta(days=365)
        return self.env["crm.lead"].with_context(active_test=False)._read_group(
            Domain("type", "=", "opportunity")
            & Domain("won_status", "in", ["won", "lost"])
            & Domain("date_closed", ">=", since),
            ["team_id", "user_id", "won_status"],
            ["__count"],
        )  # fmt: skip

    @api.model
    def _read_pace(self, asked):
        """Return, for each earlier period, what was closed in it until the same day."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        scheme = self.env.company._get_fiscal_scheme()
        passed = max(min(asked.today, asked.period.last) - asked.period.first, timedelta())
        for number in range(1, PACE_PERIODS + 1):
            before = earlier(asked.period, scheme, number)
            yield Lead._read_group(
                Domain("type", "=", "opportunity")
                & Domain("won_status", "=", "won")
                & Domain("forecast_date", ">=", before.first)
                & Domain("forecast_date", "<=", min(before.first + passed, before.last)),
                ["team_id", "user_id"],
                [f"expected_revenue:{Lead._sum_function()}"],
            )

    @api.model
    def _read_target(self, asked, by):
        return self.env["crm.sales.target"]._read_targets(
            self.env.company, asked.period, "revenue", by
        )

    @api.model
    def _read_numbers(self, asked):
        """Return {(user id, team id): {level: cents}} of the numbers that count."""
        numbers = self.env["crm.forecast.adjustment"]._read_numbers(self.env.company, asked.period)
        found = defaultdict(dict)
        for (level, user_id, team_id, category), amount in numbers.items():
            if category == NUMBERS_OF and (user_id or team_id):
                found[user_id, team_id][level] = round(amount * 100)
        return dict(found)

    @api.model
    def _read_weeks(self, asked):
        """Return what was submitted in the last weeks: week, closed, committed, open."""
        rows = self.env["crm.forecast.snapshot.line"]._read_group(
            Domain("snapshot_id.period_kind", "=", asked.period.kind)
            & Domain("snapshot_id.date_from", "=", asked.period.first)
            & Domain("week", ">=", asked.today - timedelta(weeks=WEEKS)),
            ["week:week", "category"],
            ["amount:sum"],
        )
        weeks = defaultdict(dict)
        for week, category, amount in rows:
            weeks[fields.Date.to_string(week)][category or "pipeline"] = amount
        return [{"week": week, "amounts": amounts} for week, amounts in sorted(weeks.items())]
