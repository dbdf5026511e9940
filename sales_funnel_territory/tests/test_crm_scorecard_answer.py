from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .test_crm_scorecard import QualificationCommon


@tagged("-at_install", "post_install")
class TestCrmScorecardAnswer(QualificationCommon):
    """What is known, since when, by whom, and what was known before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(cls.stage_in)

    def test_each_change_is_kept(self):
        answer = self._answer(self.lead, self.money, "partly", "Somewhere in May")
        self._answer(self.lead, self.money, "yes", user=self.leader)
        self._answer(self.lead, self.money, "yes", user=self.manager)
        self.assertEqual(answer.answered_by, self.manager)
        last, first = answer.change_ids.sorted("id", reverse=True)
        self.assertEqual((first.level_from, first.level_to), ("unknown", "partly"))
        self.assertEqual((first.text_from, first.text_to), (False, "Somewhere in May"))
        self.assertEqual(first.changed_by, self.rep)
        self.assertEqual((last.level_from, last.level_to), ("partly", "yes"))
        self.assertEqual(last.changed_by, self.leader)
        told = answer.with_user(self.rep).get_changes()
        self.assertEqual(
            [(row["by"], row["level_from"], row["level_to"]) for row in told],
            [("Leo Leader", "Partly", "Yes"), ("Rosa Rep", "Unknown", "Partly")],
        )

    def test_a_note_alone_is_no_answer(self):
        answer = self._answer(self.lead, self.money, text="Ask in spring")
        self.assertEqual(answer.level, "unknown")
        self.assertEqual(self.lead.qualification_band, "not_started")
        self.assertEqual(len(answer.change_ids), 1)

    def test_nobody_answers_in_anothers_name(self):
        values = {"lead_id": self.lead.id, "question_id": self.money.id, "level": "yes"}
        forged = {"answered_by": self.leader.id, "answered_on": "2020-01-01"}
        Answer = self.env["crm.scorecard.answer"].with_user(self.rep)
        answer = Answer.create({**values, **forged})
        self.assertEqual(answer.answered_by, self.rep)
        self.assertEqual(answer.answered_on, self.cr.now())
        answer.write({"level": "no", **forged})
        self.assertEqual(answer.answered_by, self.rep)
        answer.write(forged)
        self.assertEqual(answer.answered_by, self.rep)

    def test_an_answer_is_not_made_one_about_something_else(self):
        """Its past would stand under another question, or another opportunity."""
        answer = self._answer(self.lead, self.need, "yes").with_user(self.rep)
        another = self._create_lead(self.stage_in)
        for name, call in {
            "question": lambda: answer.write({"question_id": self.money.id}),
            "lead": lambda: answer.write({"lead_id": another.id}),
            "link": lambda: another.with_user(self.rep).write(
                {"answer_ids": [Command.link(answer.id)]}
            ),
        }.items():
            with (
                self.subTest(name),
                self.assertRaisesRegex(UserError, "stays with its opportunity"),
                self.cr.savepoint(),
            ):
                call()
        answer.write({"question_id": self.other_need.id})  # the same topic on another scorecard
        self.assertEqual(answer.question_id, self.other_need)

    def test_one_answer_for_each_topic(self):
        self._answer(self.lead, self.need, "yes")
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env["crm.scorecard.answer"].create(
                {"lead_id": self.lead.id, "question_id": self.other_need.id}
            )

    def test_a_deleted_lead_takes_its_answers_along(self):
        answer = self._answer(self.lead, self.need, "yes")
        change = answer.change_ids
        self.lead.unlink()
        self.assertFalse(answer.exists() or change.exists())


@tagged("-at_install", "post_install")
class TestCrmScorecardAnswerRights(QualificationCommon):
    """Who sees a lead sees its answers and their changes; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = {
            "own": cls._create_lead(cls.stage_in),
            "colleague": cls._create_lead(cls.stage_in, user_id=cls.colleague.id),
            "nobody": cls._create_lead(cls.stage_in, user_id=False),
            "beside": cls._create_lead(user_id=cls.rep_beside.id, team_id=cls.team_beside.id),
            "abroad": cls._create_lead(
                user_id=cls.foreigner.id, team_id=False, company_id=cls.other_company.id,
                partner_id=False,
            ),
        }  # fmt: skip
        cls.answers = cls.env["crm.scorecard.answer"].create(
            [
                {"lead_id": lead.id, "question_id": cls.money.id, "text": name}
                for name, lead in cls.leads.items()
            ]
        )
        cls.env.flush_all()

    def _seen(self, user):
        answers = self.env["crm.scorecard.answer"].with_user(user).search([])
        changes = self.env["crm.scorecard.answer.change"].with_user(user).search([])
        self.assertEqual(changes.answer_id & self.answers, answers & self.answers)
        return set((answers & self.answers).mapped("text"))

    def test_who_sees_what(self):
        self.assertEqual(self._seen(self.rep), {"own", "nobody"})
        self.assertEqual(self._seen(self.leader), {"own", "colleague", "nobody"})
        self.assertEqual(self._seen(self.head), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.manager), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.foreigner), {"abroad", "nobody"})

    def test_outsiders(self):
        for user in (self.portal, self.public):
            for model in ("crm.scorecard.answer", "crm.scorecard.answer.change"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_a_rep_answers_on_his_own_leads_only(self):
        own, others = self.answers[0].with_user(self.rep), self.answers[1].with_user(self.rep)
        own.level = "yes"
        with self.assertRaises(AccessError):
            others.level = "yes"
        with self.assertRaises(UserError):
            own.lead_id = self.leads["colleague"].id
        with self.assertRaises(AccessError):
            self._answer(self.leads["colleague"], self.need, "yes")
        with self.assertRaises(AccessError):
            others.create({"lead_id": self.leads["colleague"].id, "question_id": self.need.id})

    def test_nobody_deletes_an_answer_or_writes_the_past(self):
        change = self.answers[0].change_ids[:1]
        for user in (self.rep, self.leader, self.manager, self.administrator):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.answers[0].with_user(user).unlink()
                with self.assertRaises(AccessError):
                    change.with_user(user).text_to = "Never said"
                with self.assertRaises(AccessError):
                    change.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    change.with_user(user).create(
                        {
                            "answer_id": self.answers[0].id,
                            "question_id": self.money.id,
                            "level_from": "no",
                            "level_to": "yes",
                            "changed_on": "2020-01-01",
                        }
                    )
