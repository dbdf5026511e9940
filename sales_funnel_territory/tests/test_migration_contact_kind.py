from odoo.modules.migration import load_script
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

SCRIPT = "sales_funnel_territory/migrations/19.0.1.3.0/post-contact-kind.py"


@tagged("-at_install", "post_install")
class TestMigrationContactKind(TransactionCase):
    """An update does not touch Odoo's activity types, the migration does."""

    def _migrate(self):
        self.env.flush_all()
        load_script(file_path(SCRIPT), "post_contact_kind").migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_calls_count_after_an_update(self):
        call = self.env.ref("mail.mail_activity_data_call")
        todo = self.env.ref("mail.mail_activity_data_todo")
        (call | todo).contact_kind = False
        self._migrate()
        self.assertEqual((call.contact_kind, todo.contact_kind), ("call", False))

    def test_a_choice_made_by_hand_stays(self):
        call = self.env.ref("mail.mail_activity_data_call")
        call.contact_kind = "report"
        self._migrate()
        self.assertEqual(call.contact_kind, "report")
