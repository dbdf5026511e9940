from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..exceptions import ExitCriteriaError
from .test_crm_lead_gated import GateCommon


@tagged("-at_install", "post_install")
class TestGateRollout(GateCommon):
    """The administrator lets people get used to criteria before they hold anybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mail = cls._create_gate(
            "Email is known", kind="field", field_id=cls._lead_field("email_from").id
        )
        cls.gates = cls.gate | cls.mail
        cls.gates.action_make_advisory()

    def _open(self, user=None):
        gates = self.gates.with_user(user or self.administrator)
        action = gates.action_make_blocking()
        Rollout = self.env[action["res_model"]].with_user(user or self.administrator)
        return Form(Rollout.with_context(**action["context"]))

    def test_at_once(self):
        self.assertEqual(self.gates.mapped("level_today"), ["advisory", "advisory"])
        self._open().save().action_apply()
        self.assertEqual(self.gates.mapped("level_today"), ["blocking", "blocking"])
        with self.assertRaises(ExitCriteriaError), self.env.cr.savepoint():
            self._move(self.lead, self.stage_in)

    def test_from_a_day_on(self):
        day = fields.Date.today() + timedelta(days=14)
        form = self._open()
        form.start = "later"
        with self.assertRaisesRegex(AssertionError, "blocking_from"):
            form.save()
        form.blocking_from = day
        form.save().action_apply()
        self.assertEqual(self.gates.mapped("level_today"), ["announced", "announced"])
        self._move(self.lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)
        self.gates.blocking_from = fields.Date.today()
        self.assertEqual(self.gates.mapped("level_today"), ["blocking", "blocking"])

    def test_a_day_that_has_come_is_at_once(self):
        form = self._open()
        form.start, form.blocking_from = "later", fields.Date.today()
        form.save().action_apply()
        self.assertEqual(self.gates.mapped("level"), ["blocking", "blocking"])
        self.assertFalse(any(self.gates.mapped("blocking_from")))

    def test_it_says_how_many_would_be_held(self):
        self._create_lead(stage=self.stage_above, phone="1", email_from="a@example.com")
        self._create_lead(stage=self.stage_above, partner_id=False, phone="1", email_from=False)
        self._create_lead(stage=self.stage_in, partner_id=False)
        rollout = self._open().save()
        self.assertEqual([rollout.lead_count, rollout.held_count], [3, 2])
        held = self.env["crm.lead"].search(rollout.action_open_held()["domain"])
        self.assertEqual(len(held), 2)
        self.assertIn(self.lead, held)

    def test_back_to_advisory(self):
        self.gates._make_blocking()
        self.gates.with_user(self.administrator).action_make_advisory()
        self._move(self.lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_an_administrator_of_sales_alone_sets_one_up(self):
        """He may not open the technical settings; fields of opportunities he can choose."""
        Gate = self.env["crm.stage.gate"].with_user(self.administrator)
        form = Form(Gate.with_context(default_stage_id=self.stage_in.id))
        form.name, form.kind = "The amount is known", "field"
        form.field_id = self._lead_field("expected_revenue").with_user(self.administrator)
        gate = form.save()
        self.assertEqual(gate.field_id.name, "expected_revenue")
        found = self.env["ir.model.fields"].with_user(self.administrator).name_search("Phone")
        self.assertTrue(found)
        with self.assertRaises(AccessError):
            gate.field_id.field_description = "Mine"

    def test_nobody_else_may(self):
        for user in (self.rep, self.leader, self.manager, self.portal):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.gates.with_user(user).action_make_advisory()
                with self.assertRaises(AccessError):
                    self.env["crm.stage.gate.rollout"].with_user(user).create(
                        {"gate_ids": [(6, 0, self.gates.ids)]}
                    )
