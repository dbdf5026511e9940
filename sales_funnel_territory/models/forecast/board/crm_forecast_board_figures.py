from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....planning.forecast.board import Figures, carry
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
        found = defaultdict(
            lambda: {
                "categories": defaultdict(int), "pace": [0] * PACE_PERIODS, "weeks": (0,) * WEEKS
            }
        )  # fmt: skip
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
        for key, weeks in self._read_weeks(asked).items():
            found[key]["weeks"] = weeks
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
            self._company_domain()
            & Domain("type", "=", "opportunity")
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
                self._company_domain()
                & Domain("type", "=", "opportunity")
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
        """Return {(user id, team id): {level: number}} of the numbers that count, with their notes.

        Neither a person nor a team: about the company.
        """
        Adjustment = self.env["crm.forecast.adjustment"]
        domain = Adjustment._current_domain(self.env.company, asked.period)
        found = defaultdict(dict)
        for one in Adjustment.search(Domain(domain) & Domain("category", "=", NUMBERS_OF)):
            found[one.about_user_id.id, one.about_team_id.id][one.level] = one
        # sudo: the name of who set a number that the reader may read
        names = {user.id: user.name for one in found.values() for user in _setters(one)}
        return {
            subject: {
                level: {
                    "cents": round(one.amount * 100),
                    "note": one.note,
                    "by": names.get(one.user_id.id),
                    "on": fields.Datetime.to_string(one.date),
                }
                for level, one in levels.items()
            }
            for subject, levels in found.items()
        }

    @api.model
    def _read_tree(self, team_ids):
        """Return the ids of teams and of all those above, by one query however deep the tree."""
        Team = self.env["crm.team"]
        Team.flush_model(["parent_id"])
        tree = SQL(
            """WITH RECURSIVE tree AS (
                SELECT id, parent_id FROM crm_team WHERE id = ANY(%s)
                UNION SELECT above.id, above.parent_id FROM crm_team AS above
                JOIN tree ON tree.parent_id = above.id
            ) SELECT id FROM tree""",
            list(team_ids),
        )
        return [team_id for (team_id,) in self.env.execute_query(tree)]

    # ------------------------------------------------------------------ what was submitted

    @api.model
    def _read_snapshots(self, asked):
        """Return the forecasts that were submitted for the period in the last weeks.

        Superuser's: that a team has submitted, and when, is no secret to its people. What is in
        them is read with the reader's rights.
        """
        # sudo: see above
        return self.env["crm.forecast.snapshot"].sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("period_kind", "=", asked.period.kind),
                ("date_from", "=", asked.period.first),
                ("week", ">", asked.week - timedelta(weeks=WEEKS)),
                ("week", "<=", asked.week),
            ]
        )  # fmt: skip

    @api.model
    def _read_weeks(self, asked):
        """Return {(team id, user id): what was closed and committed in each of the last weeks}."""
        snapshots = self._read_snapshots(asked)
        number = {day: place for place, day in enumerate(self._get_weeks(asked))}
        submitted = defaultdict(set)
        for snapshot in snapshots:
            submitted[snapshot.team_id.id].add(number[snapshot.week])
        rows = self.env["crm.forecast.snapshot.line"]._read_group(
            Domain("snapshot_id", "in", snapshots.ids)
            & Domain("category", "in", ["closed", NUMBERS_OF])
            & Domain("count", ">", 0),  # without a deal, a row only says what was said
            ["team_id", "user_id", "week:day"],
            ["amount:sum", "overdue:sum"],
        )
        values = defaultdict(dict)
        for team, user, week, amount, overdue in rows:
            # what is overdue stands in a column of its own
            values[team.id, user.id][number[week]] = round(((amount or 0) - (overdue or 0)) * 100)
        return {key: carry(submitted[key[0]], own, WEEKS) for key, own in values.items()}

    @api.model
    def _get_weeks(self, asked):
        """Return the Mondays of the last weeks, this one's last."""
        return [asked.week - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]


def _setters(levels):
    # sudo: see the caller
    return [one.user_id.sudo() for one in levels.values()]
