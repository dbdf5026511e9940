from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ....planning.forecast.periods import KINDS, period_of
from ....tools.asked import read_day, read_id, read_list, read_text

ONCE = ("team_id", "company_id", "week", "period_kind", "date_from")
RESUBMITTED = ("submitted_by_id", "submitted_on", "comment")


class CrmForecastSnapshot(models.Model):
    """Submitting: one statement keeps the deals, one their figures, however many teams."""

    _inherit = "crm.forecast.snapshot"

    @api.model
    def submit(self, team_ids, period_kind="quarter", day=None, comment=""):
        """Keep the forecast of teams for this week; what was submitted this week is replaced.

        The comments on it stay.

        :param team_ids: teams that the user leads, or (sales managers) any
        :param day: a day of the period (default: today)
        :return: ids of the snapshots
        """
        if period_kind not in KINDS:
            raise UserError(self.env._("A forecast is for a month, a quarter or a year."))
        asked = [read_id(self.env, team_id) for team_id in read_list(self.env, team_ids)]
        teams = self._check_teams(asked)
        day, comment = read_day(self.env, day), read_text(self.env, comment)
        # sudo: nobody writes snapshots by hand; whose teams these are was checked
        snapshots = self.sudo()._create_snapshots(teams, period_kind, day, comment)
        self.env.flush_all()
        self.env.cr.execute(snapshots._deals_sql())
        self.env.cr.execute(snapshots._lines_sql())
        self.env.invalidate_all()
        return snapshots.ids

    def action_lock(self):
        """Let nobody submit this week again; what somebody has locked already stays his lock."""
        self._check_teams(self.team_id.ids)
        # sudo: nobody writes snapshots by hand; whose teams these are was checked
        opened = self.sudo().filtered(lambda one: one.state != "locked")
        opened.write({"state": "locked", "locked_by_id": self.env.uid})

    def action_unlock(self):
        """Take back one's own lock, in the week it is of: a slip of the finger is no promise."""
        self._check_teams(self.team_id.ids)
        todays = self.env["crm.lead"]._todays()
        for one in self.sudo():  # sudo: who locked it, whoever asks
            is_this_week = todays[one.company_id.id] - one.week < timedelta(weeks=1)
            if one.locked_by_id != self.env.user or not is_this_week:
                raise AccessError(
                    self.env._(
                        "%(team)s: a lock is taken back by who has set it, in the same week.",
                        team=one.team_id.name,
                    )
                )
        # sudo: nobody writes snapshots by hand; whose lock it is was checked
        self.sudo().write({"state": "submitted", "locked_by_id": False})

    @api.model
    def _check_teams(self, team_ids):
        teams = self.env["crm.team"].browse(team_ids).exists()
        teams.check_access("read")
        is_manager = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        for team in teams:
            # sudo: who leads it
            is_leader = self.env.user in team.sudo().leader_ids
            if (not is_manager and not is_leader) or team.company_id - self.env.companies:
                raise AccessError(
                    self.env._(
                        "The forecast of %(team)s is submitted by its leader, or by a sales "
                        "manager.",
                        team=team.name,
                    )
                )
        return teams

    @api.model
    def _create_snapshots(self, teams, period_kind, day, comment):
        today = self.env["crm.lead"]._todays()
        values = []
        for team in teams:
            company = team.company_id or self.env.company
            own_today = today[company.id]
            of_period = day or own_today
            period = period_of(of_period, period_kind, company._get_fiscal_scheme())
            values.append(
                {
                    "company_id": company.id,
                    "team_id": team.id,
                    "week": own_today - timedelta(days=own_today.weekday()),
                    "period_kind": period_kind,
                    "date_from": period.first,
                    "date_to": period.last,
                    "submitted_by_id": self.env.uid,
                    "submitted_on": fields.Datetime.now(),
                    "comment": comment,
                }
            )
        return self._write_snapshots(values)

    @api.model
    def _write_snapshots(self, values):
        """Take the place of what was submitted this week already; refuse where it is locked."""
        before = self.search(
            [
                ("team_id", "in", [vals["team_id"] for vals in values]),
                ("week", "in", [vals["week"] for vals in values]),
            ]
        )
        known = {
            (one.team_id.id, one.company_id.id, one.week, one.period_kind, one.date_from): one
            for one in before
        }
        own = {tuple(vals[name] for name in ONCE): vals for vals in values}
        same = self.union(*(known[key] for key in own if key in known))
        if locked := same.filtered(lambda one: one.state == "locked"):
            raise UserError(
                self.env._(
                    "%(teams)s: the forecast of this week is locked.",
                    teams=", ".join(locked.team_id.mapped("name")),
                )
            )
        same._drop_rows()
        for key, vals in own.items():
            if key in known:
                known[key].write({name: vals[name] for name in RESUBMITTED})
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        missing = quiet.create([vals for key, vals in own.items() if key not in known])
        missing.message_subscribe(self.env.user.partner_id.ids)
        return same | missing.with_env(self.env)

    def _drop_rows(self):
        """Remove figures and deals, to submit anew."""
        for table in ("crm_forecast_snapshot_line", "crm_forecast_snapshot_deal"):
            self.env.cr.execute(
                SQL("DELETE FROM %s WHERE snapshot_id = ANY(%s)", SQL.identifier(table), self.ids)
            )

    def _deals_sql(self):
        """Insert the deals of these snapshots: won in the period, or open until its end.

        The leads are read once for all teams: what they must fulfil is told in constants, which
        the planner can weigh; joined to the snapshots' own columns, it expects a single row.
        """
        return SQL(
            """INSERT INTO crm_forecast_snapshot_deal (snapshot_id, company_id, week, lead_id,
                lead_name, user_id, user_name, team_id, team_name, stage_name, category, is_won,
                is_overdue, forecast_date, amount, weighted, currency_id)
            SELECT snapshot.id, snapshot.company_id, snapshot.week, lead.id, lead.name,
                lead.user_id, person.name, lead.team_id, team.name->>'en_US', stage.name->>'en_US',
                CASE WHEN lead.won_status = 'won' THEN 'closed'
                    ELSE COALESCE(lead.forecast_category, 'pipeline') END,
                lead.won_status = 'won',
                lead.won_status = 'pending' AND lead.forecast_date < snapshot.today,
                lead.forecast_date, lead.expected_revenue, lead.prorated_revenue,
                snapshot.currency_id
            FROM crm_lead AS lead
            JOIN (%(snapshots)s) AS snapshot ON snapshot.team_id = lead.team_id
            JOIN crm_team AS team ON team.id = lead.team_id
            LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
            LEFT JOIN res_users AS login ON login.id = lead.user_id
            LEFT JOIN res_partner AS person ON person.id = login.partner_id
            WHERE lead.type = 'opportunity' AND (%(counts)s)
              AND (lead.won_status = 'pending' AND lead.active OR lead.won_status = 'won')""",
            snapshots=self._snapshots_sql(),
            counts=self._counts_sql(),
        )

    def _snapshots_sql(self):
        """Return these snapshots, one for each team, with today's day in their company."""
        todays = self.env["crm.lead"]._todays()
        return SQL(
            """SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::date[],
                %s::date[]) AS snapshot(id, team_id, company_id, currency_id, week, today)""",
            self.ids,
            [one.team_id.id for one in self],
            [one.company_id.id for one in self],
            [one.company_id.currency_id.id for one in self],
            [one.week for one in self],
            [todays[one.company_id.id] for one in self],
        )

    def _counts_sql(self):
        """Return which leads count in these snapshots, by company and period.

        What is overdue from earlier periods counts in the present one.
        """
        todays = self.env["crm.lead"]._todays()
        first_id = self.env["res.company"]._get_first_id()
        periods = self.grouped(lambda one: (one.company_id.id, one.date_from, one.date_to))
        found = [
            SQL(
                """(lead.team_id = ANY(%(teams)s)
                AND (lead.company_id = %(company)s OR lead.company_id IS NULL AND %(is_first)s)
                AND lead.forecast_date <= %(last)s
                AND (lead.forecast_date >= %(first)s OR %(is_now)s
                    AND lead.won_status = 'pending'))""",
                teams=snapshots.team_id.ids,
                company=company_id,
                is_first=company_id == first_id,
                first=first,
                last=last,
                is_now=first <= todays[company_id] <= last,
            )
            for (company_id, first, last), snapshots in periods.items()
        ]
        return SQL(" OR ").join(found) if found else SQL("FALSE")
