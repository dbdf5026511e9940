from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from .test_crm_forecast_judgement import JudgementCommon

SCRIPT = "sales_funnel_territory/migrations/19.0.1.8.0/post-snapshot-said.py"


@tagged("-at_install", "post_install")
class TestMigrationSnapshotSaid(JudgementCommon):
    """Weeks submitted before an update stay as they were, and stay readable."""

    def test_earlier_weeks_say_nothing_of_managers_and_targets(self):
        self._create_lead(stage=self.stage_best, expected_revenue=9, date_deadline=self.today)
        Snapshot = self.env["crm.forecast.snapshot"].with_user(self.leader)
        snapshot = Snapshot.browse(Snapshot.submit(self.team.ids))
        self.env.cr.execute("UPDATE crm_forecast_snapshot_line SET is_team = NULL")
        load_script(file_path(SCRIPT), "post_snapshot_said").migrate(self.env.cr, "19.0.1.7.0")
        self.env.invalidate_all()
        self.env.cr.execute(
            """SELECT is_team, amount, head_number, manager_number, target
            FROM crm_forecast_snapshot_line WHERE snapshot_id = %s""",
            snapshot.ids,
        )
        self.assertEqual(self.env.cr.fetchall(), [(False, 9, None, None, None)])
        self.assertEqual(snapshot.line_ids.about, "Rosa Rep")
