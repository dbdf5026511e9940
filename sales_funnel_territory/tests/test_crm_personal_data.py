import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_crm_customer_status import CustomerCommon

ERASED = "Erased person"


@tagged("-at_install", "post_install")
class TestPersonalData(CustomerCommon):
    """Petra Private of Hale Tools asks what is held about her, and to be forgotten."""

    def setUp(self):
        super().setUp()
        self.system = new_test_user(self.env, "sft_system", groups="base.group_system")
        self.petra = self.env["res.partner"].create(
            {
                "name": "Petra Private",
                "email": "petra@private.example.com",
                "parent_id": self.customer.id,
                "education": "Engineer",
                "interests": "Sailing",
            }
        )
        self.status.access_notes = "Ask for petra private at gate 3; (Petra Privateer is another)"
        self.lead = self._create_lead(partner_id=self.petra.id)
        self.other = self.env["res.partner"].create(
            {"name": "Second", "is_company": True, "is_sales_customer": True}
        )
        self.env.cr.flush()
        self.rows = self.env["crm.customer.responsible"].search(
            [("partner_id", "=", self.customer.id)]
        )

    def _lookup(self, name="Petra Private", email="petra@private.example.com", user=None):
        wizard = (
            self.env["privacy.lookup.wizard"]
            .with_user(user or self.system)
            .create({"name": name, "email": email})
        )
        wizard.action_lookup()
        return wizard

    def _erase(self, wizard, model):
        lines = wizard.line_ids.filtered(lambda line: line.res_model == model)
        lines.action_erase_history()
        return wizard.execution_details

    def _export(self, wizard):
        action = wizard.action_export()
        self.assertIn(f"/{wizard.id}/export_file/", action["url"])
        return json.loads(base64.b64decode(wizard.export_file))["data"]

    def test_the_name_goes_from_notes_and_personal_details_are_emptied(self):
        details = self._erase(self._lookup(), "res.partner")
        self.assertEqual(
            self.status.access_notes,
            f"Ask for {ERASED} at gate 3; (Petra Privateer is another)",
        )
        self.assertFalse(self.petra.education or self.petra.interests)
        self.assertIn("in customers' records and notes: 1 rows", details)
        self.assertEqual(self.lead.partner_id, self.petra, "figures and ids stay")

    def test_the_name_goes_from_texts_that_were_proposed(self):
        self.lead.name = "Petra Private wants a hall"
        request = self.env["crm.help.request"].create(
            {"name": "Drawing", "lead_id": self.lead.id, "helper_id": self.colleague.id}
        )
        rival = self.env["crm.customer.competitor"].create(
            {"partner_id": self.customer.id, "name": "Works of Petra Private"}
        )
        self._erase(self._lookup(), "res.partner")
        self.assertEqual(request.lead_name, f"{ERASED} wants a hall")
        self.assertEqual(rival.name, f"Works of {ERASED}")

    def test_the_name_of_a_user_goes_from_what_he_was_responsible_for(self):
        self.assertEqual(self.rows.user_name, "Rosa Rep")
        self.rows.with_user(self.manager).write({"note": "Rosa Rep promised a visit"})
        self._erase(self._lookup("Rosa Rep", "sft_rep@example.com"), "res.users")
        self.rows.invalidate_recordset()
        self.assertEqual(self.rows.user_name, ERASED)
        self.assertEqual(self.rows.user_id, self.rep)
        self.assertEqual(self.rows.note, f"{ERASED} promised a visit")
        self.assertEqual(self.rows.customer_name, "Hale Tools")

    def test_a_name_of_one_word_counts_where_the_row_is_about_the_person(self):
        wei = self.env["res.partner"].create(
            {"name": "王伟", "email": "wei@private.example.com", "parent_id": self.customer.id}
        )
        self.status.access_notes = "找王伟"
        self.other.customer_status_id.access_notes = "找王伟明"
        self._erase(self._lookup("王伟", wei.email), "res.partner")
        self.assertEqual(self.status.access_notes, f"找{ERASED}")
        self.assertEqual(self.other.customer_status_id.access_notes, "找王伟明")

    def test_signs_in_a_name_are_taken_literally(self):
        self.petra.name = "P. (x|y)* [z]"
        self.status.access_notes = "For P. (x|y)* [z], not for Px"
        self._erase(self._lookup("P. (x|y)* [z]"), "res.partner")
        self.assertEqual(self.status.access_notes, f"For {ERASED}, not for Px")

    def _is_name_beside_id(self, model, column):
        beside = self.env[model]._fields.get(f"{column.removesuffix('_name')}_id")
        return (
            column.endswith("_name")
            and beside
            and beside.comodel_name in ("res.users", "res.partner")
        )

    def test_every_name_of_the_day_is_reached(self):
        """A new model that keeps names beside ids must be told of."""
        Data = self.env["crm.personal.data"]
        named = Data._get_named()
        texts = Data._get_texts()
        for model, columns in named.items():
            for column, (id_column, comodel) in columns.items():
                with self.subTest(model=model, column=column):
                    self.assertIn(column, self.env[model]._fields)
                    self.assertEqual(self.env[model]._fields[id_column].comodel_name, comodel)
        unknown = [
            f"{model}.{column}"
            for model, columns in texts.items()
            for column in columns
            if self._is_name_beside_id(model, column)
        ]
        self.assertEqual(unknown, [])
        self.assertIn("notes", texts["crm.buying.role"])
        self.assertIn("text", texts["crm.scorecard.answer"])
        self.assertNotIn("crm.lead.history", texts)
        self.assertNotIn("name", texts["res.partner"], "Odoo's own")

    def test_the_export_has_what_is_held_and_is_logged(self):
        wizard = self._lookup()
        logs = self.env["privacy.log"].search([])
        data = self._export(wizard)
        (person,) = [one for one in data["res.partner"] if one["name"] == "Petra Private"]
        self.assertEqual(person["education"], "Engineer")
        self.assertEqual(person["parent_id"], "Hale Tools")
        self.assertIn("crm.lead", data)
        self.assertIn("gate 3", data["crm.customer.status"][0]["access_notes"])
        self.assertTrue(data["crm.lead.history"])
        log = self.env["privacy.log"].search([]) - logs
        self.assertEqual(log.user_id, self.system)
        self.assertNotIn("Petra", log.anonymized_name)
        self.assertIn("Exported", log.execution_details)

    def test_nobody_is_found(self):
        with self.assertRaisesRegex(UserError, "Nothing is held about Nora Nobody"):
            self._lookup("Nora Nobody", "nora@nobody.example.com").action_export()

    def test_nobody_else_exports_or_erases(self):
        wizard = self._lookup()
        for user in (
            self.rep, self.leader, self.manager, self.administrator, self.foreigner,
            self.portal, self.public,
        ):  # fmt: skip
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard.with_user(user).action_export()
        self.assertFalse(wizard.export_file)
