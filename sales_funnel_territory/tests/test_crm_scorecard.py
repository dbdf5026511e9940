from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common import FunnelCommon

READY_MADE = {
    "mancooth": "MANCOOTH",
    "bant": "BANT",
    "meddic": "MEDDIC",
}


class QualificationCommon(FunnelCommon):
    """The team asks about the budget (3), the need (2), the time (1) and, uncounted, the mood."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card, cls.other_card = cls.env["crm.scorecard"].create(
            [{"name": "Halls"}, {"name": "Small Tools"}]
        )
        cls.money, cls.need, cls.time, cls.mood = cls._add_questions(
            cls.card, money=3, need=2, time=1, mood=0
        )
        cls.other_need, cls.space = cls._add_questions(cls.other_card, need=1, space=1)
        cls.team.scorecard_id = cls.card

    @classmethod
    def _add_questions(cls, card, **weights):
        return cls.env["crm.scorecard.question"].create(
            [
                {
                    "scorecard_id": card.id,
                    "name": f"{code.title()}?",
                    "code": code,
                    "weight": weight,
                    "sequence": position,
                }
                for position, (code, weight) in enumerate(weights.items())
            ]
        )

    def _answer(self, lead, question, level=None, text=None, user=None):
        values = {"level": level, "text": text}
        values = {name: value for name, value in values.items() if value is not None}
        lead.with_user(user or self.rep).answer_question(question.id, values)
        return lead.answer_ids.filtered(lambda answer: answer.code == question.code)

    def assertQualified(self, lead, score, band):
        self.assertEqual((lead.qualification_score, lead.qualification_band), (score, band))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((lead.qualification_score, lead.qualification_band), (score, band))


@tagged("-at_install", "post_install")
class TestCrmScorecard(QualificationCommon):
    """Who asks what: the team's questions, else the company's."""

    def test_ready_made_scorecards_are_complete(self):
        for name, initials in READY_MADE.items():
            card = self.env.ref(f"sales_funnel_territory.crm_scorecard_{name}")
            self.assertEqual(len(card.question_ids), len(initials))
            for question in card.question_ids:
                for field in ("name", "description", "success", "suggestion", "code"):
                    self.assertTrue(question[field], f"{question.name}: {field}")
                self.assertGreater(question.weight, 0)
        mancooth = self.env.ref("sales_funnel_territory.crm_scorecard_mancooth")
        self.assertEqual("".join(q.name[0] for q in mancooth.question_ids), "MANCOOTH")

    def test_a_topic_is_proposed_from_the_question(self):
        question = self.env["crm.scorecard.question"].create(
            {"scorecard_id": self.card.id, "name": "Who decides, really?"}
        )
        self.assertEqual(question.code, "who_decides_really")

    def test_team_else_company_else_none(self):
        lead = self._create_lead(self.stage_in)
        teamless = self._create_lead(team_id=False, user_id=False)
        self.assertEqual(lead.scorecard_id, self.card)
        self.assertFalse(teamless.scorecard_id)
        self.assertQualified(teamless, 0, False)
        self.env.company.scorecard_id = self.other_card
        self.assertEqual(teamless.scorecard_id, self.other_card)
        self.assertQualified(teamless, 0, "not_started")
        self.assertEqual(lead.scorecard_id, self.card, "the team's choice goes first")
        self.team.scorecard_id = False
        self.assertEqual(lead.scorecard_id, self.other_card)
        Lead = self.env["crm.lead"]
        both = lead | teamless
        mine = [("id", "in", both.ids)]
        self.assertEqual(Lead.search([("scorecard_id", "=", self.other_card.id), *mine]), both)
        self.assertFalse(Lead.search([("scorecard_id", "=", False), *mine]))

    def test_the_choice_of_another_company_is_not_ours(self):
        lead = self._create_lead(team_id=False, user_id=False, company_id=self.env.company.id)
        self.other_company.scorecard_id = self.other_card
        self.assertFalse(lead.scorecard_id)
        self.assertQualified(lead, 0, False)

    def test_a_scorecard_in_use_is_not_archived(self):
        with self.assertRaisesRegex(ValidationError, "Halls is used"):
            self.card.active = False
        self.other_card.active = False

    def test_a_copy_brings_its_questions(self):
        copy = self.card.copy()
        self.assertEqual(copy.name, "Halls (copy)")
        self.assertEqual(copy.question_ids.mapped("code"), ["money", "need", "time", "mood"])

    def test_a_scorecard_asks_about_a_topic_once(self):
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._add_questions(self.card, need=1)

    def test_no_weight_below_nothing(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.need.weight = -1
            self.env.flush_all()

    def test_the_topic_of_an_answered_question_stays(self):
        self.need.code = "pain"
        self._answer(self._create_lead(self.stage_in), self.need, "yes")
        with self.assertRaisesRegex(ValidationError, "was answered already"):
            self.need.code = "want"

    def test_the_administrator_alone_edits(self):
        question = {"scorecard_id": self.card.id, "name": "More?"}
        signal = {"name": "Sun"}
        for user in (self.rep, self.leader, self.manager):
            with self.subTest(user=user.name):
                self.assertTrue(self.card.with_user(user).question_ids.mapped("name"))
                for model, values in (
                    ("crm.scorecard", {"name": "Mine"}),
                    ("crm.scorecard.question", question),
                    ("crm.need.signal", signal),
                ):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).create(values)
                with self.assertRaises(AccessError):
                    self.need.with_user(user).weight = 7
                with self.assertRaises(AccessError):
                    self.team.with_user(user).scorecard_id = False
        self.need.with_user(self.administrator).weight = 7
        self.env["crm.need.signal"].with_user(self.administrator).create(signal)
        for user in (self.portal, self.public):
            for model in ("crm.scorecard", "crm.scorecard.question", "crm.need.signal"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
