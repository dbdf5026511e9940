from unittest.mock import patch

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_crm_lead_gated import GateCommon

SCOPE_LOGGER = "odoo.addons.sales_funnel_territory.models.funnel.gate.crm_stage_gate_scope"


class KindCommon(GateCommon):
    """One criterion at a time, and two opportunities: it holds for ``good`` only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.active = False
        cls.good = cls._create_lead(stage=cls.stage_above, name="Good", partner_id=False)
        cls.bad = cls._create_lead(stage=cls.stage_above, name="Bad", partner_id=False)
        cls.both = cls.good | cls.bad
        cls._end_transaction()

    def _find_misses(self, gate, leads=None):
        """Return the leads that miss a criterion that is meant for them."""
        leads = self.both if leads is None else leads
        _demands, unmet = self.env["crm.lead"]._find_unmet(dict.fromkeys(leads, gate))
        return leads.browse([lead.id for lead in unmet])

    def _find_meant(self, gate, leads=None):
        leads = self.both if leads is None else leads
        demands, _unmet = self.env["crm.lead"]._find_unmet(dict.fromkeys(leads, gate))
        return leads.browse([lead.id for lead in demands])

    def _read_item(self, gate, lead=None):
        return (lead or self.good).with_user(self.rep).get_gate_items(gate.ids)[0]

    def assertHoldsBad(self, gate):
        """In the judgement, and in the move of each."""
        self._end_transaction()
        self.assertEqual(self._find_misses(gate), self.bad)
        self._refused_then_back(lambda: self._move(self.bad, self.stage_in))
        self._move(self.good, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.good.stage_id, self.stage_in)


@tagged("-at_install", "post_install")
class TestFieldKind(KindCommon):
    def test_field_types(self):
        tag = self.env["crm.tag"].create({"name": "Hall"})
        source = self.env["utm.source"].create({"name": "Fair of halls"})
        cases = [
            # field, empty values, filled value, how it is told
            ("phone", [False, "", "  "], "1", "1"),
            ("email_from", [False, " "], "a@hale.example", "a@hale.example"),
            ("expected_revenue", [False, 0, 0.0], 10.0, "10.0"),
            ("recurring_revenue", [0.0], 5.0, "5.0"),
            ("date_deadline", [False], "2026-12-24", "2026-12-24"),
            ("date_open", [False], "2026-12-24 10:00:00", "2026-12-24 10:00:00"),
            ("source_id", [False], source.id, "Fair of halls"),
            ("tag_ids", [[Command.clear()]], [Command.set(tag.ids)], "Hall"),
            ("description", [False, "", "<p><br></p>", "<p> </p>"], "<p>It is tall</p>", ""),
            ("referred", [False, "\n"], "Mr. Hale", "Mr. Hale"),
            ("won_status", [], None, ""),
        ]
        for name, empty, filled, told in cases:
            if filled is None:
                continue
            gate = self._create_gate(name, kind="field", field_id=self._lead_field(name).id)
            for value in empty:
                with self.subTest(field=name, value=value):
                    self.both.write({name: value})
                    self.assertEqual(self._find_misses(gate), self.both)
            with self.subTest(field=name, value=filled):
                self.good.write({name: filled})
                self.assertEqual(self._find_misses(gate), self.bad)
                self.assertEqual(self._read_item(gate)["evidence"]["text"], told)
            gate.active = False

    def test_a_yes_or_no(self):
        gate = self._create_gate("Active", kind="field", field_id=self._lead_field("active").id)
        self.bad.active = False
        self.assertEqual(self._find_misses(gate), self.bad)

    def test_it_holds_who_misses_it(self):
        gate = self._create_gate(
            "Amount", kind="field", field_id=self._lead_field("expected_revenue").id
        )
        self.good.expected_revenue = 1
        self.assertHoldsBad(gate)

    def test_a_field_that_nobody_fills(self):
        for name in ("gate_done", "create_date", "weighted_revenue", "prorated_revenue"):
            field = self._lead_field(name)
            if not field or not field.readonly:
                continue
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "Nobody can fill"):
                self._create_gate(name, kind="field", field_id=field.id)

    def test_what_only_some_may_read_is_not_told(self):
        gate = self._create_gate("Known", kind="field", field_id=self._lead_field("phone").id)
        self.good.phone = "+31 1234"
        self.assertEqual(self._read_item(gate)["evidence"]["text"], "+31 1234")
        with patch.object(self.good._fields["phone"], "groups", "base.group_system"):
            item = self._read_item(gate)
        self.assertEqual(item["state"], "met")
        self.assertEqual(item["evidence"]["text"], "")

    def test_a_field_of_another_model_or_none(self):
        for field_id in (False, self.env["ir.model.fields"]._get("res.partner", "name").id):
            with self.assertRaisesRegex(ValidationError, "Choose the field"):
                self._create_gate("Wrong", kind="field", field_id=field_id)

    def test_a_field_that_is_gone_holds_nobody(self):
        """Its module was removed by hand: the criterion stays for the administrator to see."""
        gate = self._create_gate("Gone", kind="field", field_id=self._lead_field("phone").id)
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO ir_model_fields (name, model, model_id, field_description, ttype, state)
            VALUES ('vanished', 'crm.lead', %s, '{"en_US": "Vanished"}', 'char', 'base')
            RETURNING id""",
            [self.env["ir.model"]._get_id("crm.lead")],
        )
        vanished = self.env.cr.fetchone()
        self.env.cr.execute(
            "UPDATE crm_stage_gate SET field_id = %s WHERE id = %s", [vanished[0], gate.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self._find_misses(gate))
        self._move(self.bad, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.bad.stage_id, self.stage_in)


@tagged("-at_install", "post_install")
class TestOtherKinds(KindCommon):
    def test_filter(self):
        gate = self._create_gate("Large", kind="filter", domain="[('expected_revenue', '>', 10)]")
        self.good.expected_revenue = 11
        self.bad.expected_revenue = 10
        self.assertHoldsBad(gate)

    def test_a_filter_that_cannot_be_used(self):
        for domain in (False, "[]", "[('nothing', '=', 1)]", "[(", "drop table", "[('id', '=', 1"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._create_gate("Wrong", kind="filter", domain=domain)

    def test_filters_whose_field_is_gone_hold_nobody(self):
        gate = self._create_gate("Was", kind="filter", domain="[('phone', '=', 'x')]")
        meant = self._create_gate("Meant", kind="statement", lead_domain="[('phone', '=', False)]")
        self.assertEqual(self._find_misses(gate | meant), self.both)
        self.env.flush_all()
        gone = "[('vanished', '=', 1)]"
        self.env.cr.execute("UPDATE crm_stage_gate SET domain = %s WHERE id = %s", [gone, gate.id])
        self.env.cr.execute(
            "UPDATE crm_stage_gate SET lead_domain = %s WHERE id = %s", [gone, meant.id]
        )
        self.env.invalidate_all()
        with self.assertLogs(SCOPE_LOGGER, "WARNING") as logs:
            self.assertFalse(self._find_misses(gate | meant))
        self.assertIn(gone, logs.output[0])

    def test_statement(self):
        gate = self._create_gate("Ticked", kind="statement")
        self.good.with_user(self.rep).state_gate(
            gate.id, evidence="Mail of Monday", url="https://hale.example"
        )
        evidence = self._read_item(gate)["evidence"]
        self.assertEqual(
            (evidence["text"], evidence["author"], evidence["url"]),
            ("Mail of Monday", "Rosa Rep", "https://hale.example"),
        )
        self.assertIn("Mail of Monday", self.good.message_ids[0].body)
        self.assertHoldsBad(gate)
        self._move(self.good, self.stage_above)
        self._end_transaction()
        self.good.with_user(self.rep).unstate_gate(gate.id)
        self._end_transaction()
        self._refused_then_back(lambda: self._move(self.good, self.stage_in))

    def test_attachment(self):
        gate = self._create_gate("Drawing", kind="attachment")
        files = self.env["ir.attachment"].with_user(self.rep)
        files.create(
            {
                "name": "drawing.pdf",
                "raw": b"x",
                "res_model": "crm.lead",
                "res_id": self.good.id,
            }
        )
        self.env["ir.attachment"].create(
            [
                {"name": "a picture of a field", "raw": b"x", "res_model": "crm.lead"}
                | {"res_id": self.bad.id, "res_field": "description"},
                {"name": "of a customer", "raw": b"x", "res_model": "res.partner"}
                | {"res_id": self.bad.id},
            ]
        )
        evidence = self._read_item(gate)["evidence"]
        self.assertEqual((evidence["text"], evidence["author"]), ("drawing.pdf", "Rosa Rep"))
        self.assertHoldsBad(gate)

    def test_signed_attachment(self):
        gate = self._create_gate("Order", kind="attachment", must_be_signed=True)
        files = self.env["ir.attachment"].create(
            [
                {"name": "order.pdf", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
                for lead in self.both
            ]
        )
        self.assertEqual(self._find_misses(gate), self.both)
        files[0].with_user(self.rep).action_mark_signed()
        self.assertEqual(self._read_item(gate)["evidence"]["author"], "Rosa Rep")
        self.assertHoldsBad(gate)
        files[0].with_user(self.rep).action_unmark_signed()
        self.assertEqual(self._find_misses(gate), self.both)

    def test_activity(self):
        call = self.env.ref("mail.mail_activity_data_call")
        gate = self._create_gate("Called", kind="activity", activity_type_id=call.id)
        leads = self.both.with_user(self.rep).with_context(tracking_disable=False)
        planned = [
            lead.activity_schedule("mail.mail_activity_data_call", user_id=self.rep.id)
            for lead in leads
        ]
        self.assertEqual(self._find_misses(gate), self.both, "planned is not done")
        planned[0].action_feedback("He wants a hall")
        leads[1].activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.rep.id
        ).action_feedback("Another type")
        planned[1].unlink()
        self.assertEqual(self._read_item(gate)["evidence"]["author"], "Rosa Rep")
        self.assertHoldsBad(gate)

    def test_an_activity_needs_its_type(self):
        with self.assertRaisesRegex(ValidationError, "Choose the type"):
            self._create_gate("Wrong", kind="activity")

    def test_approval(self):
        gate = self._create_gate("Approved", kind="approval")
        for lead in self.both:
            lead.with_user(self.rep).ask_approval(gate.ids, "It is a good one")
        self.assertEqual(self._find_misses(gate), self.both, "asked is not granted")
        self.good.approval_ids.with_user(self.leader).decide("granted", "Go on")
        self.bad.approval_ids.with_user(self.leader).decide("refused", "Wait")
        evidence = self._read_item(gate)["evidence"]
        self.assertEqual((evidence["text"], evidence["author"]), ("Go on", "Leo Leader"))
        self.assertHoldsBad(gate)

    def test_an_unknown_kind_holds_nobody(self):
        """The app that brought it is gone."""
        gate = self._create_gate("Gone", kind="statement")
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_stage_gate SET kind = 'gone' WHERE id = %s", [gate.id])
        self.env.invalidate_all()
        self.assertFalse(self._find_misses(gate))
        self._move(self.bad, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.bad.stage_id, self.stage_in)

    def test_a_kind_whose_app_is_missing_holds_nobody(self):
        source = type(self.env["sales.funnel.source.quotation"])
        with patch.object(source, "_is_available", lambda self: True):
            gate = self._create_gate("Offered", kind="quotation", quotation_state="sent")
        with patch.object(source, "_is_available", lambda self: False):
            self.assertNotIn("quotation", dict(self.gate._selection_kind()))
            self.assertFalse(self._find_misses(gate))
