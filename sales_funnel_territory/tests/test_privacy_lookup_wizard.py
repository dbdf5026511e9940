from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_crm_lead_history import HistoryCommon

ERASED = "Erased person"
NAMES = ("user_name", "changed_by_name", "customer_name", "lead_name")
FIGURES = ("lead_id", "user_id", "customer_id", "stage_name", "expected_revenue", "valid_from")


@tagged("-at_install", "post_install")
class TestPrivacyLookup(HistoryCommon):
    """Petra Private bought something, and asks to be forgotten; so does a rep who left."""

    def setUp(self):
        super().setUp()
        self.system = new_test_user(self.env, "sft_system", groups="base.group_system")
        self.petra = self.env["res.partner"].create(
            {"name": "Petra Private", "email": "petra@private.example.com"}
        )
        self.lead = self._create_lead(
            stage=self.stage_above,
            name="petra private's opportunity",
            partner_id=self.petra.id,
            expected_revenue=100,
        )
        self.other = self._create_lead(stage=self.stage_above, name="Petra Private Ltd and us")
        self._end_transaction()
        self.lead.with_user(self.rep).stage_id = self.stage_in
        self._end_transaction()
        self.lead.action_set_won()
        self._end_transaction()

    def _lookup(self, name="Petra Private", email="petra@private.example.com", user=None):
        wizard = (
            self.env["privacy.lookup.wizard"]
            .with_user(user or self.system)
            .create({"name": name, "email": email})
        )
        wizard.action_lookup()
        return wizard

    def _line(self, wizard, model):
        return wizard.line_ids.filtered(lambda line: line.res_model == model)[:1]

    def _read(self, lead, names):
        return [tuple(row[name] for name in names) for row in self._rows(lead).read(names, load="")]

    def test_rows_of_the_history_are_not_offered_for_deletion(self):
        models = self._lookup().line_ids.mapped("res_model")
        self.assertIn("res.partner", models)
        self.assertNotIn("crm.lead.history", models)

    def test_a_customer_is_erased_from_open_and_closed_rows(self):
        before = self._read(self.lead, FIGURES)
        others = self._read(self.other, NAMES)
        wizard = self._lookup()
        self._line(wizard, "res.partner").action_erase_history()
        rows = self._rows(self.lead)
        self.assertEqual(len(rows), 3)
        self.assertEqual(set(rows.mapped("customer_name")), {ERASED})
        self.assertEqual(set(rows.mapped("lead_name")), {f"{ERASED}'s opportunity"})
        self.assertEqual(set(rows.mapped("user_name")), {"Rosa Rep"}, "others keep their names")
        self.assertEqual(self._read(self.lead, FIGURES), before, "ids and figures stay")
        self.assertEqual(self._read(self.other, NAMES), others)
        self.assertEqual(self.env["crm.lead.history"]._check(), 0)

    def test_the_privacy_log_tells_it(self):
        wizard = self._lookup()
        self._line(wizard, "res.partner").action_erase_history()
        self.env.flush_all()
        log = wizard.log_id
        self.assertIn("3 rows", log.execution_details)
        self.assertEqual(log.user_id, self.system)
        self.assertNotIn("Petra", log.anonymized_name)

    def test_after_the_contact_was_deleted(self):
        self.lead.partner_id = False
        self._end_transaction()
        wizard = self._lookup()
        line = self._line(wizard, "res.partner")
        line.action_unlink()
        self.assertFalse(self.petra.exists())
        line.action_erase_history()
        rows = self._rows(self.lead).filtered("customer_name")
        self.assertEqual(set(rows.mapped("customer_name")), {ERASED})
        self.env.flush_all()
        self.assertIn("Deleted", wizard.log_id.execution_details)
        self.assertIn("Name erased", wizard.log_id.execution_details)

    def test_a_user_is_erased_as_salesperson_and_as_who_changed_it(self):
        wizard = self._lookup("Rosa Rep", "sft_rep@example.com")
        self._line(wizard, "res.users").action_erase_history()
        rows = self._rows(self.lead)
        self.assertEqual(set(rows.mapped("user_name")), {ERASED})
        self.assertIn(ERASED, rows.mapped("changed_by_name"))
        self.assertEqual(set(rows.mapped("customer_name")), {"Petra Private"})
        report = self.env["crm.stage.transition.report"].search([("lead_id", "=", self.lead.id)])
        self.assertEqual(set(report.mapped("user_name")), {ERASED})

    def test_the_contact_of_a_user_means_the_user(self):
        wizard = self._lookup("Rosa Rep", "sft_rep@example.com")
        line = wizard.line_ids.filtered(
            lambda line: line.res_model == "res.partner" and line.res_id == self.rep.partner_id.id
        )
        line.action_erase_history()
        self.assertEqual(set(self._rows(self.lead).mapped("user_name")), {ERASED})

    def test_a_name_typed_without_a_contact(self):
        typed = self._create_lead(
            stage=self.stage_above, partner_id=False, partner_name="Petra Private", name="Typed"
        )
        self._end_transaction()
        wizard = self._lookup()
        self._line(wizard, "res.partner").action_erase_history()
        self.assertEqual(self._rows(typed).mapped("customer_name"), [ERASED])

    def test_names_with_signs_are_taken_literally(self):
        self.petra.name = "P. (x|y)* [z]"
        lead = self._create_lead(partner_id=self.petra.id, name="For P. (x|y)* [z], and Px")
        self._end_transaction()
        wizard = self._lookup("P. (x|y)* [z]")
        self._line(wizard, "res.partner").action_erase_history()
        self.assertEqual(self._rows(lead).mapped("lead_name"), [f"For {ERASED}, and Px"])

    def test_lines_of_other_records_are_refused(self):
        wizard = self._lookup()
        lines = wizard.line_ids.filtered(lambda line: line.res_model == "crm.lead")
        self.assertTrue(lines)
        with self.assertRaisesRegex(UserError, "contacts and users"):
            lines.action_erase_history()

    def test_nobody_else_can_do_it(self):
        line = self._line(self._lookup(), "res.partner")
        before = self._read(self.lead, NAMES)
        for user in (
            self.rep, self.leader, self.manager, self.administrator, self.foreigner,
            self.portal, self.public,
        ):  # fmt: skip
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.with_user(user).action_erase_history()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._lookup(user=user)
        self.assertEqual(self._read(self.lead, NAMES), before)
