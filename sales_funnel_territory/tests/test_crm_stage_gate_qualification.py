from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
from .test_crm_lead_gated import GateCommon
from .test_crm_scorecard import QualificationCommon


@tagged("-at_install", "post_install")
class TestGateQualification(QualificationCommon, GateCommon):
    """Nobody goes on before enough is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.active = False
        cls.gate = cls._create_gate(
            "Qualified",
            kind="qualification",
            qualification_least=50,
            question_ids=[(6, 0, cls.need.ids)],
        )

    def assertMoves(self, lead):
        self._move(lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(lead.stage_id, self.stage_in)

    def assertStays(self, lead, *reasons):
        with self.assertRaises(ExitCriteriaError) as caught, self.env.cr.savepoint():
            self._move(lead, self.stage_in)
        self.env.cr.postcommit.clear()
        for reason in reasons:
            self.assertIn(reason, str(caught.exception))

    def test_the_score_and_the_questions_must_be_reached(self):
        self.assertStays(self.lead, "Qualified", "Need?", "50 %", "tab Qualification")
        self._answer(self.lead, self.money, "yes")
        self.assertStays(self.lead)
        self._answer(self.lead, self.need, "partly")
        self.assertMoves(self.lead)

    def test_questions_without_the_score_do_not_do(self):
        self._answer(self.lead, self.need, "yes")
        self.assertStays(self.lead)

    def test_yes_may_be_demanded(self):
        self.gate.question_level = "yes"
        self._answer(self.lead, self.money, "yes")
        self._answer(self.lead, self.need, "partly")
        self.assertStays(self.lead)
        self._answer(self.lead, self.need, "yes")
        self.assertMoves(self.lead)

    def test_answering_and_moving_in_one_transaction(self):
        self.lead.with_user(self.rep).stage_id = self.stage_in
        self._answer(self.lead, self.money, "yes")
        self._answer(self.lead, self.need, "yes")
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_an_answer_taken_back_after_the_move_is_judged(self):
        with self.assertRaises(ExitCriteriaError), self.env.cr.savepoint():
            self._answer(self.lead, self.money, "yes")
            self._answer(self.lead, self.need, "yes")
            self._move(self.lead, self.stage_in)
            self.env.cr.flush()
            self._answer(self.lead, self.money, "no")
            self._answer(self.lead, self.need, "no")

    def test_a_criterion_says_what_it_demands(self):
        with self.assertRaisesRegex(ValidationError, "Say which score"):
            self._create_gate("Empty", kind="qualification")

    def test_the_answer_is_the_evidence(self):
        self._answer(self.lead, self.money, "yes")
        self._answer(self.lead, self.need, "yes")
        [item] = self.lead.with_user(self.rep).gate_checklist
        self.assertEqual((item["state"], item["evidence"]["text"]), ("met", "Strong, 83 %"))
        self.assertEqual(item["remedy"]["tab"], "qualification")

    def test_many_leads_are_judged_by_as_many_queries_as_few(self):
        leads = self.lead.browse()
        for _number in range(20):
            leads |= self._create_lead(stage=self.stage_above)
        self.env["crm.scorecard.answer"].create(
            [
                {"lead_id": lead.id, "question_id": question.id, "level": "yes"}
                for lead in leads
                for question in (self.money, self.need)
            ]
        )
        kind = self.env["crm.stage.gate.kind.qualification"]

        def judge(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(kind._judge(self.gate, some)), len(some))
            return self.cr.sql_log_count - before

        self.assertEqual(judge(leads[:2]), judge(leads))
