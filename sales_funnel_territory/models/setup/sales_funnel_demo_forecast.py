from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.tools import SQL

from ...planning.forecast.periods import period_of

WEEKS = 8
WEDNESDAY = timedelta(days=2)
MORNING = time(8)
# Revenue of a year by who is to make it; a little more is asked above than is promised below.
TARGETS = {
    "user_rep": 1_800_000,
    "user_leader": 600_000,
    "user_rep2": 2_600_000,
    "user_leader2": 700_000,
    "crm_team_north": 2_500_000,
    "crm_team_south": 3_400_000,
    "crm_team_field_sales": 6_000_000,
}
COMPANY_TARGET = 6_200_000
# Next year is only begun: a tenth more for everybody, nothing is split yet.
NEXT_YEAR = 1.1
# From this quarter on the dairy's region is to bring more: who is asked for it waits for approval.
RAISED = "crm_team_south"
RAISE = 150_000
# Who says what of whom, how many days ago: over (or under) what is won and committed, and why.
NUMBERS = (
    ("user_rep", "user_rep", 12, -20_000, "One approval is still missing in their house."),
    ("user_rep", "user_rep", 3, 45_000, "Their board has approved the hall."),
    ("user_leader", "user_rep", 2, 20_000, "The hall yes, but not all of it this year."),
    ("user_leader", "crm_team_north", 10, 40_000, "Two more that I expect to be signed."),
    ("user_rep2", "user_rep2", 15, 150_000, "The dairy has asked for the contract."),
    ("user_leader2", "user_rep2", 9, 90_000, "Their budget is of next year."),
    ("user_leader", "user_rep2", 8, 70_000, "I sat with their board: not before January."),
    ("user_manager", "crm_team_south", 1, 60_000, "Holidays start early in the south."),
)
COMMENTS = (
    "A quiet start.",
    "Two good first meetings.",
    "The trade fair brought three new ones.",
    "Nothing new: all of us were at the fair.",
    "One slipped into next year.",
    "The large one is back.",
    "We keep our number.",
    "Two contracts are with the lawyers.",
)


class SalesFunnelDemo(models.AbstractModel):
    """The demo company forecasts: targets, numbers that people set, and what teams submitted."""

    _inherit = "sales.funnel.demo"

    @api.model
    def _tell_forecasts(self):
        """Let a quarter be forecast for weeks, up to today."""
        users = self._get_by_name("res.users", [*TARGETS, "user_manager"])
        teams = self._get_by_name("crm.team", TARGETS)
        version = self._approve_targets(users, teams)
        self._raise_targets(version, teams[RAISED])
        self._begin_next_year(version)
        self._judge(teams["crm_team_north"])
        self._set_numbers(users, teams)
        self._submit_past_weeks(teams["crm_team_north"] | teams["crm_team_south"])

    @api.model
    def _get_by_name(self, model, names):
        found = {name: self.env.ref(f"sales_funnel_territory.{name}") for name in names}
        return {name: one for name, one in found.items() if one._name == model}

    @api.model
    def _get_quarter(self):
        company = self.env.company
        today = self.env["crm.lead"]._todays()[company.id]
        return period_of(today, "quarter", company._get_fiscal_scheme())

    # ------------------------------------------------------------------ targets

    @api.model
    def _approve_targets(self, users, teams):
        """Let a manager enter the year's targets, and the administrator approve them."""
        manager = users["user_manager"]
        Version = self.env["crm.sales.target.version"].with_user(manager)
        version = Version.create({"name": "Plan of the Year"})
        scheme = version.company_id._get_fiscal_scheme()
        year = period_of(self._get_quarter().last, "year", scheme)
        own = [
            {name: one.id, "value": TARGETS[key]}
            for name, scopes in (("user_id", users), ("team_id", teams))
            for key, one in scopes.items()
            if key in TARGETS
        ]
        targets = self.env["crm.sales.target"].with_user(manager)
        targets = targets.create(
            [
                {
                    "version_id": version.id,
                    "period_kind": "year",
                    "date_from": year.first,
                    **values,
                }
                for values in (*own, {"value": COMPANY_TARGET})
            ]
        )
        for target in targets:
            target.split_over_parts("quarter", by_season=False)
            target.split_over_parts("month", by_season=False)
        version.action_submit()
        version.with_user(self.env.ref("base.user_admin")).action_approve()
        return version

    @api.model
    def _raise_targets(self, version, team):
        """Let the manager ask for more in the last quarter: the administrator has to decide."""
        changed = version.browse(version.action_new_version()["res_id"])
        changed.name = self.env._("Plan of the Year, More from the South")
        last = changed.target_ids.filtered(
            lambda one: one.team_id == team and one.period_kind == "quarter"
        ).sorted("date_from")[-1:]
        last.value += RAISE
        changed.action_submit()

    @api.model
    def _begin_next_year(self, version):
        """Let the targets of the next year be entered for the year only."""
        scheme = version.company_id._get_fiscal_scheme()
        draft = version.create({"name": self.env._("First Draft"), "year": version.year + 1})
        year = period_of(scheme.starts(draft.year)[0], "year", scheme)
        of_year = version.target_ids.filtered(lambda one: one.period_kind == "year")
        for target in of_year.filtered(lambda one: not one.user_id):
            target.copy(
                {
                    "version_id": draft.id,
                    "date_from": year.first,
                    "value": round(target.value * NEXT_YEAR, -4),
                }
            )

    # ------------------------------------------------------------------ judgement

    @api.model
    def _judge(self, team):
        """Let one deal be committed before its stage is, where a team warns at most."""
        last = self._get_quarter().last
        domain = [("team_id", "=", team.id), ("forecast_category", "=", "best_case"),
                  ("forecast_category_reason", "=", False),
                  ("won_status", "=", "pending"), ("forecast_date", "<=", last)]  # fmt: skip
        self.env["crm.lead"].search(domain, limit=1, order="expected_revenue desc, id").write(
            {
                "forecast_category": "commit",
                "forecast_category_reason": "Their managing director gave his word by telephone.",
            }
        )

    @api.model
    def _set_numbers(self, users, teams):
        quarter = self._get_quarter()
        people = self.env["res.users"].union(*users.values())
        homes = people._find_forecast_homes(self.env.company)
        Number = self.env["crm.forecast.adjustment"]
        for author, about, days, more, note in NUMBERS:
            if about in teams:
                row = f"team-{teams[about].id}"
            else:
                row = f"user-{homes[users[about].id]}-{users[about].id}"
            amount = self._get_committed(about, teams, users, quarter) + more
            board = self.env["crm.forecast.board"].with_user(users[author])
            number = Number.browse(board.set_number({}, row, amount, note))
            number._keep_as({"date": number.date - timedelta(days=days)})

    @api.model
    def _get_committed(self, about, teams, users, quarter):
        """Return what is won in the quarter and what is committed, in thousands."""
        domain = [
            ("team_id", "=", teams[about].id)
            if about in teams
            else ("user_id", "=", users[about].id),
            ("type", "=", "opportunity"),
            ("forecast_category", "in", ["commit", "closed"]),
            ("forecast_date", ">=", quarter.first),
            ("forecast_date", "<=", quarter.last),
            ("won_status", "!=", "lost"),
        ]
        [(amount,)] = self.env["crm.lead"]._read_group(domain, [], ["expected_revenue:sum"])
        return round(amount, -3)

    # ------------------------------------------------------------------ submitted weeks

    @api.model
    def _submit_past_weeks(self, teams):
        """Let teams have submitted this quarter week by week, each as their deals were then."""
        self.env.cr.flush()
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        monday = today - timedelta(days=today.weekday())
        quarter = self._get_quarter()
        Snapshot = self.env["crm.forecast.snapshot"].with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True
        )
        snapshots = Snapshot.create(
            [
                {
                    "company_id": (team.company_id or self.env.company).id,
                    "team_id": team.id,
                    "week": monday - timedelta(weeks=WEEKS - number),
                    "period_kind": "quarter",
                    "date_from": quarter.first,
                    "date_to": quarter.last,
                    "state": "locked",
                    "submitted_by_id": team.user_id.id or self.env.uid,
                    "submitted_on": self._to_moment(monday - timedelta(weeks=WEEKS - number)),
                    "locked_by_id": team.user_id.id or self.env.uid,
                    "comment": COMMENTS[number % len(COMMENTS)],
                }
                for number in range(WEEKS)
                for team in teams
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(self._past_deals_sql(snapshots))
        self.env.cr.execute(snapshots._lines_sql())
        self.env.invalidate_all()
        return snapshots

    @api.model
    def _to_moment(self, monday):
        return datetime.combine(monday + WEDNESDAY, MORNING)

    @api.model
    def _past_deals_sql(self, snapshots):
        """Insert the deals of snapshots as the history has them of that moment."""
        return SQL(
            """INSERT INTO crm_forecast_snapshot_deal (snapshot_id, company_id, week, lead_id,
                lead_name, user_id, user_name, team_id, team_name, stage_name, category, is_won,
                is_overdue, forecast_date, amount, weighted, currency_id)
            SELECT snapshot.id, snapshot.company_id, snapshot.week, past.lead_id, past.lead_name,
                past.user_id, past.user_name, past.team_id, past.team_name, past.stage_name,
                past.forecast_category, past.status = 'won',
                past.status = 'open' AND %(day)s < snapshot.submitted_on::date, %(day)s,
                past.expected_revenue, past.weighted_revenue, past.currency_id
            FROM crm_forecast_snapshot AS snapshot
            JOIN crm_lead_history AS past ON past.team_id = snapshot.team_id
                AND past.chain = 0 AND past.type = 'opportunity'
                AND past.valid_from <= snapshot.submitted_on
                AND COALESCE(past.valid_to, 'infinity'::timestamp) > snapshot.submitted_on
            WHERE snapshot.id = ANY(%(ids)s) AND %(day)s <= snapshot.date_to
              AND (past.status = 'open' AND past.is_active
                OR past.status = 'won' AND %(day)s >= snapshot.date_from)""",
            day=self.env["crm.lead.history"]._forecast_date_sql("past"),
            ids=snapshots.ids,
        )
