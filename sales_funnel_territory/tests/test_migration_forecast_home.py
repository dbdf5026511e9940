from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from .test_crm_forecast_board import BoardCommon

SCRIPT = "sales_funnel_territory/migrations/19.0.1.9.0/post-forecast-home.py"


@tagged("-at_install", "post_install")
class TestMigrationForecastHome(BoardCommon):
    """What was said of people in no team is read where they sell, also if said before."""

    def test_numbers_that_count_find_their_team(self):
        self.env["crm.team.member"].search([("user_id", "=", self.rep.id)]).unlink()
        before, number = self._set(self.rep, 100), self._set(self.rep, 120)
        self._migrate_from(False)
        self.assertEqual((number.team_id, number.amount), (self.team, 120))
        self.assertFalse(before.team_id, "what no longer counts stays as it was kept")

    def test_numbers_leave_teams_of_another_company_and_archived_ones(self):
        foreign, archived = self.env["crm.team"].create(
            [
                {"name": "Abroad", "company_id": self.other_company.id},
                {"name": "Long Ago", "active": False},
            ]
        )
        before, number = self._set(self.rep, 100), self._set(self.rep, 120)
        for team in (foreign, archived):
            with self.subTest(team=team.name):
                self._migrate_from(team)
                self.assertEqual((number.team_id, number.amount), (self.team, 120))
                self.assertEqual(before.team_id, team, "what no longer counts stays")

    def test_numbers_in_a_team_of_the_company_or_of_all_stay_there(self):
        """Where he sells may have changed since they were said."""
        shared = self.env["crm.team"].create({"name": "Shared", "company_id": False})
        number = self._set(self.rep, 120)
        for team in (self.team_beside, shared):
            with self.subTest(team=team.name):
                self._migrate_from(team)
                self.assertEqual(number.team_id, team)

    def _migrate_from(self, team):
        """Let all numbers have stood with a team, and bring them up to date."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_forecast_adjustment SET team_id = %s", [team.id if team else None]
        )
        self.env.invalidate_all()
        load_script(file_path(SCRIPT), "post_forecast_home").migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
