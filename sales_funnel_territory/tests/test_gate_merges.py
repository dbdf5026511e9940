from odoo import Command
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_crm_stage_waiver import RequestCommon


@tagged("-at_install", "post_install")
class TestGateMerges(RequestCommon):
    """What was stated, asked and decided stays when leads or contacts are merged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.approval_gate | cls.ticked).active = True
        cls.double = cls._create_lead(
            stage=cls.stage_above, name="New hall (again)", partner_id=cls.customer.id
        )
        cls._end_transaction()

    def _merge(self):
        pair = self.lead | self.double
        merged = pair.merge_opportunity(user_id=self.rep.id, team_id=self.team.id)
        self._end_transaction()
        return merged

    def _state(self, lead, **values):
        statement = (
            self.env["crm.stage.gate.statement"]
            .with_user(self.rep)
            .create({"lead_id": lead.id, "gate_id": self.ticked.id, **values})
        )
        self._end_transaction()
        return statement

    def test_statements_are_joined(self):
        files = self.env["ir.attachment"].with_user(self.rep)
        file = files.create({"name": "offer.pdf", "raw": b"x"})
        self._state(self.lead, evidence="Mail of Monday")
        self._state(
            self.double,
            evidence="Letter of Friday",
            url="https://hale.example",
            attachment_ids=[Command.link(file.id)],
        )
        merged = self._merge()
        statement = merged.gate_statement_ids
        self.assertEqual(len(statement), 1)
        self.assertEqual(
            set(statement.evidence.split("\n")), {"Mail of Monday", "Letter of Friday"}
        )
        self.assertEqual(statement.url, "https://hale.example")
        self.assertEqual(statement.attachment_ids.ids, file.ids)
        self.assertEqual(statement.user_id, self.rep, "merging states nothing anew")

    def test_the_others_statement_moves_over(self):
        for lead in (self.lead, self.double):
            with self.subTest(lead.name), self.env.cr.savepoint() as undo:
                self._state(lead, evidence="Mail")
                self.assertEqual(self._merge().gate_statement_ids.evidence, "Mail")
                undo.rollback()

    def test_a_granted_waiver_wins_over_an_open_one(self):
        for granted, asked in ((self.lead, self.double), (self.double, self.lead)):
            with self.subTest(granted.name), self.env.cr.savepoint() as undo:
                self._ask(lead=granted).with_user(self.leader).action_grant()
                self._ask(lead=asked)
                merged = self._merge()
                self.assertEqual(
                    sorted(merged.waiver_ids.mapped("state")), ["granted", "withdrawn"]
                )
                self.assertFalse(merged.waiver_ids.activity_ids, "nobody decides on it any more")
                undo.rollback()

    def test_refusals_and_approvals_stay_on_record(self):
        self._ask(lead=self.lead).with_user(self.leader).decide("refused", "Call him")
        approval = self._ask(lead=self.double, gate=self.approval_gate, model="crm.stage.approval")
        approval.with_user(self.leader).action_grant()
        self._ask(lead=self.double)
        merged = self._merge()
        self.assertEqual(sorted(merged.waiver_ids.mapped("state")), ["refused", "requested"])
        self.assertEqual(len(merged.waiver_ids.activity_ids), 1, "the leader still decides")
        self.assertEqual(merged.approval_ids.mapped("state"), ["granted"])
        self.assertEqual(merged.approval_ids.decided_by_id, self.leader)

    def test_what_was_signed_stays_signed(self):
        for lead in (self.lead, self.double):
            with self.subTest(lead.name), self.env.cr.savepoint() as undo:
                file = self.env["ir.attachment"].create(
                    {"name": "order.pdf", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
                )
                file.with_user(self.rep).action_mark_signed()
                merged = self._merge()
                self.assertEqual((file.res_id, file.signed_by_id), (merged.id, self.rep))
                self.assertTrue(file.signed_on)
                undo.rollback()

    def test_a_rep_merges_what_a_colleague_stated(self):
        self.double.user_id = False
        self.double.team_id = self.team
        self._end_transaction()
        statement = self._state(self.double, evidence="Mail")
        pair = (self.lead | self.double).with_user(self.rep)
        merged = pair.merge_opportunity(user_id=self.rep.id, team_id=self.team.id)
        self._end_transaction()
        self.assertEqual(merged.gate_statement_ids.sudo(), statement.sudo())

    def test_contacts_merged(self):
        """Nothing of ours points at a contact: what stands about their leads stays."""
        other = self.env["res.partner"].create({"name": "Hale Tools Ltd."})
        self.double.partner_id = other
        self._state(self.double, evidence="Mail")
        waiver = self._ask(lead=self.double)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | other).ids, self.customer)
        self._end_transaction()
        self.assertEqual(self.double.partner_id, self.customer)
        self.assertEqual(self.double.waiver_ids, waiver.with_env(self.env))
        self.assertTrue(self.double.gate_statement_ids)

    def test_deleting_a_lead_takes_its_own_along(self):
        waiver = self._ask(lead=self.double)
        waiver.with_user(self.leader).action_grant()
        statement = self._state(self.double, evidence="Mail")
        activity_ids = self.env["mail.activity"].search([("res_model", "=", waiver._name)]).ids
        self._ask(lead=self.lead)
        self.double.with_user(self.administrator).unlink()
        self._end_transaction()
        self.assertFalse(waiver.exists() or statement.exists())
        left = self.env["mail.activity"].browse(activity_ids).exists()
        self.assertFalse(left.filtered(lambda activity: activity.res_id == waiver.id))

    def test_deleting_a_criterion(self):
        self._state(self.lead, evidence="Mail")
        statements = self.lead.gate_statement_ids
        self.ticked.with_user(self.administrator).unlink()
        self.env.invalidate_all()
        self.assertFalse(statements.exists())
        waiver = self._ask()
        with self.assertRaisesRegex(UserError, "Archive it instead"), self.env.cr.savepoint():
            self.gate.with_user(self.administrator).unlink()
        approval = self._ask(gate=self.approval_gate, model="crm.stage.approval")
        approval.with_user(self.leader).action_grant()
        with self.assertRaisesRegex(UserError, "Archive it instead"), self.env.cr.savepoint():
            self.approval_gate.with_user(self.administrator).unlink()
        self.assertTrue(waiver.exists() and approval.exists())

    def test_deleting_a_stage(self):
        stage = self._create_stage("Extra", 50, sequence=3, teams=self.team)
        free = self._create_gate("Free", stage=stage, kind="statement")
        stage.with_user(self.administrator).unlink()
        self.assertFalse(free.exists())
        stage = self._create_stage("Extra", 50, sequence=3, teams=self.team)
        used = self._create_gate("Used", stage=stage, kind="field", field_id=self.gate.field_id.id)
        self._end_transaction()
        self._ask(gate=used)
        # a caller's flag says nothing: only Odoo itself uninstalls
        for context in ({}, {MODULE_UNINSTALL_FLAG: True}):
            with (
                self.subTest(context=context),
                self.assertRaisesRegex(UserError, "Archive"),
                self.env.cr.savepoint(),
            ):
                stage.with_user(self.administrator).with_context(**context).unlink()
            self.assertTrue(used.exists())
