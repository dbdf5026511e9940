from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_gate_attempts import AttemptCommon


@tagged("-at_install", "post_install")
class TestAttemptsOnEvidence(AttemptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.phone = "1"
        cls.ticked = cls._create_gate("Budget is approved", kind="statement")
        cls.signed = cls._create_gate("Signed order", kind="attachment", must_be_signed=True)
        cls.signed.active = False
        cls.other = cls._create_lead(stage=cls.stage_above, name="Other", phone="1")
        cls._end_transaction()

    def _state(self, user=None, **values):
        return (
            self.env["crm.stage.gate.statement"]
            .with_user(user or self.rep)
            .create({"lead_id": self.lead.id, "gate_id": self.ticked.id, **values})
        )

    def test_who_states_it_and_when_cannot_be_forged(self):
        statement = self._state(evidence="Mail", user_id=self.leader.id, stated_on="2020-01-01")
        self.assertEqual(statement.user_id, self.rep)
        self.assertGreater(str(statement.stated_on), "2026")
        statement.write({"user_id": self.manager.id, "stated_on": "2020-01-01"})
        self.assertEqual(statement.user_id, self.rep)
        self.assertGreater(str(statement.stated_on), "2026")
        statement.with_user(self.leader).write({"evidence": "Letter"})
        self.assertEqual(statement.user_id, self.leader, "who changes it states it")

    def test_nothing_is_no_evidence(self):
        for values in ({}, {"evidence": "  "}, {"url": " "}, {"attachment_ids": [(6, 0, [])]}):
            with self.subTest(values=values):
                self._fails(
                    ValidationError,
                    lambda v=values: self._state(**v),
                    "needs evidence|is no link",
                )
        self._fails(
            ValidationError, lambda: self._state(url="javascript:alert(1)"), "begins with https"
        )
        self.assertStillHeld()

    def test_evidence_taken_away_later(self):
        statement = self._state(evidence="Mail")
        self._fails(ValidationError, lambda: statement.write({"evidence": False}), "evidence")
        statement.unlink()
        self._end_transaction()
        self.assertStillHeld()
        file = self._attach(self.rep, self.lead)
        self._state(attachment_ids=[Command.link(file.id)])
        self._end_transaction()
        file.unlink()
        self._end_transaction()
        self.assertStillHeld()

    def _attach(self, user, lead, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": "order.pdf",
                    "raw": b"order",
                    "res_model": "crm.lead",
                    "res_id": lead.id,
                    **values,
                }
            )
        )

    def test_a_file_that_one_may_not_read_shows_nothing(self):
        secret = self._create_lead(name="Secret", user_id=self.colleague.id)
        file = self._attach(self.colleague, secret, name="secret.pdf")
        self._end_transaction()
        linked = {"attachment_ids": [Command.link(file.id)]}
        self._fails(AccessError, lambda: self._state(**linked))
        # with a text besides, the file is no evidence that is asked for; its name would be told
        self._fails(AccessError, lambda: self._state(evidence="See the file", **linked))
        statement = self._state(evidence="See the file")
        self._fails(AccessError, lambda: statement.write({"url": "https://x.example", **linked}))
        self._fails(
            AccessError,
            lambda: self.lead.with_user(self.rep).state_gate(
                self.ticked.id, evidence="x", attachment_ids=file.ids
            ),
        )

    def test_re_pointing_a_statement(self):
        statement = self._state(evidence="Mail")
        another = self._create_gate("Another", kind="statement")
        self._end_transaction()
        for name, call in {
            "lead": lambda: statement.write({"lead_id": self.other.id}),
            "criterion": lambda: statement.write({"gate_id": another.id}),
            "link": lambda: self.other.with_user(self.rep).write(
                {"gate_statement_ids": [Command.link(statement.id)]}
            ),
        }.items():
            with self.subTest(name):
                self._fails(UserError, call, "evidence of its own")
        self._refused_then_back(lambda: self._move(self.other, self.stage_in))

    def test_a_statement_about_another_kind_of_criterion(self):
        self._fails(
            ValidationError,
            lambda: self._state(gate_id=self.gate.id, evidence="I know it"),
            "Fill \u201cPhone",
        )

    def test_a_statement_on_a_colleagues_lead(self):
        theirs = self._create_lead(stage=self.stage_above, user_id=self.colleague.id)
        self._end_transaction()
        for user in (self.rep, self.rep_beside, self.portal, self.public):
            with self.subTest(user.login):
                self._fails(
                    AccessError,
                    lambda u=user: self._state(user=u, lead_id=theirs.id, evidence="x"),
                )

    def test_the_mark_as_signed(self):
        self.ticked.active = False
        self.signed.active = True
        self._end_transaction()
        file = self._attach(
            self.rep, self.lead, signed_by_id=self.leader.id, signed_on="2026-01-01"
        )
        self._end_transaction()
        self.assertFalse(file.signed_on or file.signed_by_id)
        for call in (
            lambda: file.write({"signed_on": "2026-01-01"}),
            lambda: file.sudo().write({"signed_by_id": self.leader.id}),
        ):
            self._fails(AccessError, call, "with its button")
        self.assertStillHeld()
        self._fails(AccessError, file.with_user(self.portal).action_mark_signed)
        self._fails(AccessError, file.with_user(self.rep_beside).action_mark_signed)
        file.action_mark_signed()
        self._end_transaction()
        self.assertEqual(file.signed_by_id, self.rep)
        self.assertFalse(file.copy().signed_on, "a copy is not signed")

    def test_another_file_under_the_mark(self):
        file = self._attach(self.rep, self.lead)
        for values in ({"raw": b"another"}, {"res_id": self.other.id}, {"datas": b"YQ=="}):
            with self.subTest(values=values):
                file.action_mark_signed()
                self.assertTrue(file.signed_on)
                file.write(values)
                self.assertFalse(file.signed_on)
                file.write({"res_id": self.lead.id})
        file.action_mark_signed()
        file.write({"name": "signed order.pdf"})
        self.assertTrue(file.signed_on)
