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
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_forecast_adjustment SET team_id = NULL")
        self.env.invalidate_all()
        load_script(file_path(SCRIPT), "post_forecast_home").migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self.assertEqual((number.team_id, number.amount), (self.team, 120))
        self.assertFalse(before.team_id, "what no longer counts stays as it was kept")
