from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ....planning.forecast.periods import period_of

# The category with which a target stands: what is promised, closed deals among it.
TARGET_WITH = "commit"
SAID = ("person", "leader", "head", "manager", "target")


class CrmForecastSnapshot(models.Model):
    """Figures of a submitted week: what the deals say, what people say, what is to be reached."""

    _inherit = "crm.forecast.snapshot"

    def _lines_sql(self):
        """Insert the figures of the deals just kept, with what was said over them.

        What was said of somebody without such a deal is kept in a row of its own.
        """
        return SQL(
            """INSERT INTO crm_forecast_snapshot_line (snapshot_id, company_id, week, user_id,
                user_name, team_id, team_name, is_team, category, count, amount, weighted, overdue,
                own_number, leader_number, head_number, manager_number, target, currency_id)
            SELECT snapshot.id, snapshot.company_id, snapshot.week, line.user_id,
                COALESCE(line.user_name, person.name), snapshot.team_id, team.name->>'en_US',
                line.is_team, line.category, COALESCE(line.count, 0), COALESCE(line.amount, 0),
                COALESCE(line.weighted, 0), COALESCE(line.overdue, 0),
                line.own, line.leader, line.head, line.manager, line.target, company.currency_id
            FROM (SELECT * FROM (%(figures)s) AS figures FULL JOIN (%(said)s) AS said
                USING (snapshot_id, user_id, is_team, category)) AS line
            JOIN crm_forecast_snapshot AS snapshot ON snapshot.id = line.snapshot_id
            JOIN res_company AS company ON company.id = snapshot.company_id
            JOIN crm_team AS team ON team.id = snapshot.team_id
            LEFT JOIN res_users AS login ON login.id = line.user_id
            LEFT JOIN res_partner AS person ON person.id = login.partner_id""",
            figures=self._figures_sql(),
            said=self._said_sql(),
        )

    def _figures_sql(self):
        return SQL(
            """SELECT snapshot_id, user_id, user_name, FALSE AS is_team, category,
                COUNT(*) AS count, SUM(amount) AS amount, SUM(weighted) AS weighted,
                SUM(amount) FILTER (WHERE is_overdue) AS overdue
            FROM crm_forecast_snapshot_deal WHERE snapshot_id = ANY(%s)
            GROUP BY snapshot_id, user_id, user_name, category""",
            self.ids,
        )

    def _said_sql(self):
        said = self._read_said()
        keys = list(said)
        return SQL(
            """SELECT * FROM unnest(%(snapshots)s::int[], %(users)s::int[], %(teams)s::bool[],
                %(categories)s::varchar[], %(person)s::numeric[], %(leader)s::numeric[],
                %(head)s::numeric[], %(manager)s::numeric[], %(target)s::numeric[])
                AS said(snapshot_id, user_id, is_team, category, own, leader, head, manager,
                    target)""",
            snapshots=[snapshot_id for snapshot_id, _user, _category in keys],
            users=[user_id or None for _snapshot, user_id, _category in keys],
            teams=[not user_id for _snapshot, user_id, _category in keys],
            categories=[category for _snapshot, _user, category in keys],
            **{name: [values.get(name) for values in said.values()] for name in SAID},
        )

    def _read_said(self):
        """Return {(snapshot id, user id or False: the team, category): {what: amount}}."""
        said = defaultdict(dict)
        asked = self.grouped(lambda one: (one.company_id, one.period_kind, one.date_from))
        for (company, kind, first), snapshots in asked.items():
            period = period_of(first, kind, company._get_fiscal_scheme())
            of_team = snapshots.grouped(lambda one: one.team_id.id)
            for (user, team, category, what), amount in self._read_judged(company, period).items():
                for snapshot in of_team.get(team, ()):
                    said[snapshot.id, user, category][what] = amount
        return said

    def _read_judged(self, company, period):
        """Return {(user id, team id, category, what): amount} of numbers and targets.

        A person's belong to his home team, where the board shows them, too.
        """
        Number = self.env["crm.forecast.adjustment"]
        numbers = Number.search(Number._current_domain(company, period))
        read = self.env["crm.sales.target"]._read_targets
        of_people = read(company, period, "revenue", "user_id")
        of_teams = read(company, period, "revenue", "team_id")
        users = numbers.about_user_id | self.env["res.users"].browse(of_people)
        homes = users._find_forecast_homes(company)
        judged = {
            (False, team_id, TARGET_WITH, "target"): amount for team_id, amount in of_teams.items()
        }
        for user_id, amount in of_people.items():
            judged[user_id, homes.get(user_id), TARGET_WITH, "target"] = amount
        for one in numbers:
            user_id = one.about_user_id.id
            team_id = homes.get(user_id, one.team_id.id) if user_id else one.about_team_id.id
            judged[user_id, team_id, one.category, one.level] = one.amount
        return judged
