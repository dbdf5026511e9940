from odoo.modules.migration import load_script
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

SCRIPT = "sales_funnel_territory/migrations/19.0.1.9.0/post-snapshot-rule.py"


@tagged("-at_install", "post_install")
class TestMigrationSnapshotRule(TransactionCase):
    """An update does not touch rules that are there, the migration does."""

    def test_who_is_in_a_team_reads_and_no_more(self):
        rule = self.env.ref("sales_funnel_territory.crm_forecast_snapshot_rule_personal")
        rule.perm_write = True
        self.env.flush_all()
        load_script(file_path(SCRIPT), "post_snapshot_rule").migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self.assertEqual((rule.perm_read, rule.perm_write), (True, False))
