from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import ExitCriteriaError
from .test_crm_call_report import ReportCommon

TODAY = date(2026, 12, 8)


class LoopCommon(ReportCommon):
    """New hall cannot leave "In": its economic buyer Vera was never met, no trial is agreed.

    The rep has just met Vera, and writes his report about it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage.gate"].search([]).active = False  # the demo's
        cls.customer.user_id = cls.rep
        cls.gate_met, cls.gate_trial = cls.env["crm.stage.gate"].create(
            [
                {
                    "name": "The economic buyer was met",
                    "stage_id": cls.stage_in.id,
                    "kind": "buying_roles",
                    "buying_role": "economic",
                },
                {"name": "The trial is agreed", "stage_id": cls.stage_in.id, "kind": "statement"},
            ]
        )
        cls.card = cls.env["crm.scorecard"].create(
            {
                "name": "Short",
                "question_ids": [
                    Command.create({"name": "Is there a budget?", "code": "budget_here"}),
                    Command.create({"name": "Who decides?", "code": "say_here"}),
                ],
            }
        )
        cls.budget, cls.say = cls.card.question_ids
        cls.team.scorecard_id = cls.card
        cls.lead = cls._create_lead(
            cls.stage_in, expected_revenue=40000, date_deadline=date(2027, 3, 31)
        )
        cls.role = cls.env["crm.buying.role"].create(
            {
                "lead_id": cls.lead.id,
                "partner_id": cls.contact.id,
                "role": "economic",
                "attitude": "skeptic",
            }
        )
        cls.signal = cls.env["crm.need.signal"].create({"name": "Builds a hall", "urgency": 2})
        cls.report.opportunity_ids = cls.lead
        cls._end_transaction()

    @classmethod
    def _end_transaction(cls):
        cls.env.cr.flush()
        cls.env.cr.postcommit.clear()

    def setUp(self):
        super().setUp()
        self.mine = self.report.with_user(self.rep)

    def _tell(self, **deal):
        """Let the report say what moves the opportunity on, and more of it."""
        self.mine.person_ids.write({"attitude": "friendly", "relationship_level": "3"})
        return self.mine.deal_ids.create(
            {
                "report_id": self.report.id,
                "lead_id": self.lead.id,
                "gate_ids": [Command.set(self.gate_trial.ids)],
                "stage_id": self.stage_best.id,
                **deal,
            }
        )

    def _tell_everything(self):
        """Let the report say something of every kind that there is."""
        self._tell(
            expected_revenue=55000,
            date_deadline=date(2027, 2, 28),
            answer_ids=[Command.create({"question_id": self.budget.id, "text": "60,000 approved"})],
            waiver_gate_ids=[Command.set(self.gate_met.ids)],
            waiver_reason="Her deputy decides",
        )
        self.mine.write(
            {
                "message_needs": "Less noise in the hall",
                "need_signal_ids": [Command.set(self.signal.ids)],
                "next_step": "Show the trial",
                "next_visit_on": date(2026, 12, 18),
                "fact_ids": [
                    Command.create({"field_name": "head_count", "value_number": 240}),
                    Command.create(
                        {
                            "field_name": "interests",
                            "contact_id": self.contact.id,
                            "value_text": "Sailing",
                        }
                    ),
                ],
                "rival_ids": [Command.create({"name": "Rival & Co", "notes": "Cheap"})],
                "deal_ids": [Command.create({"name": "Second line", "expected_revenue": 9000})],
            }
        )
        self.mine.person_ids.role = "technical"

    def _offer(self, report=None):
        return (report or self.mine).get_offered_changes()

    def _finish(self, *kinds):
        """Accept what is offered of some kinds (all by default); return what was written."""
        ids = [one["id"] for one in self._offer() if not kinds or one["kind"] in kinds]
        self.mine.finish(ids)
        self._end_transaction()
        return self.mine.change_ids.filtered(lambda change: change.state == "accepted")

    def _of(self, kind, changes=None):
        found = self.mine.change_ids if changes is None else changes
        return found.filtered(lambda change: change.kind == kind)


@tagged("-at_install", "post_install")
class TestLoop(LoopCommon):
    def test_the_loop(self):
        with self.assertRaises(ExitCriteriaError), self.env.cr.savepoint():
            self.lead.with_user(self.rep).stage_id = self.stage_best
        self._end_transaction()
        self._tell()
        offers = {(one["record"], one["label"]): one for one in self._offer()}
        met = offers["Vera Buyer (Economic Buyer)", "Met On"]
        self.assertEqual((met["before"], met["after"]), ("", "12/08/2026"))
        moved = offers["New hall", "Stage"]
        self.assertEqual((moved["before"], moved["after"]), ("In", "Best Few"))
        self.assertEqual(self.lead.stage_id, self.stage_in, "only offered")
        self._finish()
        self.assertEqual(self.report.state, "submitted")
        self.assertEqual(self.lead.stage_id, self.stage_best)
        self.assertEqual((self.role.met_on, self.role.met_by_id), (TODAY, self.rep))
        self.assertEqual(self.role.attitude, "friendly")
        self.assertEqual(self.contact.relationship_level, "3")
        statement = self.lead.gate_statement_ids
        self.assertEqual(statement.gate_id, self.gate_trial)
        self.assertEqual(statement.report_id, self.report)
        self.assertIn(self.report.name, statement.evidence)
        self.assertIn(self.report.name, self.lead.message_ids[:1].body)

        attitude = self._of("attitude").filtered(lambda change: change.model == "crm.buying.role")
        attitude.action_undo()
        self.assertEqual(self.role.attitude, "skeptic")
        self.assertEqual((attitude.state, attitude.undone_by_id), ("undone", self.rep))
        self.contact.relationship_level = "5"
        level = self._of("attitude") - attitude
        with self.assertRaisesRegex(UserError, "3 - Regular Contact.*5 - Deep Trust"):
            level.action_undo()
        self.assertEqual(self.contact.relationship_level, "5")
        self.assertEqual(level.state, "accepted")

    def test_without_its_evidence_the_stage_does_not_move_and_nothing_is_written(self):
        self._tell()
        ids = [one["id"] for one in self._offer() if one["kind"] in ("lead", "attitude")]
        with self.assertRaises(ExitCriteriaError), self.env.cr.savepoint():
            self.mine.finish(ids)
            self.env.cr.flush()
        self._end_transaction()
        self.env.invalidate_all()
        self.assertEqual(self.report.state, "in_progress")
        self.assertEqual(self.role.attitude, "skeptic")
        self.assertEqual(set(self.mine.change_ids.mapped("state")), {"offered"})

    def test_what_is_not_accepted_is_not_written(self):
        self._tell_everything()
        self.assertGreater(len(self._offer()), 10)
        self.mine.finish([])
        self.assertEqual(self.report.state, "submitted")
        self.assertEqual(set(self.report.change_ids.mapped("state")), {"declined"})
        self.assertFalse(self.role.met_on)
        self.assertEqual(self.lead.expected_revenue, 40000)
        self.assertFalse(self.customer.main_needs or self.customer.competitor_ids)

    def test_everything_is_written_and_everything_goes_back(self):
        self._tell_everything()
        kinds = {one["kind"] for one in self._offer()}
        self.assertEqual(kinds, set(self.env["crm.call.report.change.kind"]._get_kinds()))
        before = self._read_all()
        accepted = self._finish()
        self.assertEqual(self.lead.expected_revenue, 55000)
        self.assertEqual(self.lead.date_deadline, date(2027, 2, 28))
        self.assertEqual(self.lead.answer_ids.text, "60,000 approved")
        self.assertEqual(self.lead.qualification_score, 50)
        self.assertEqual(self.customer.main_needs, "Less noise in the hall")
        self.assertEqual(self.customer.head_count, 240)
        self.assertEqual(self.contact.interests, "Sailing")
        self.assertEqual(self.customer.need_signal_ids, self.signal)
        self.assertEqual(self.customer.competitor_ids.name, "Rival & Co")
        self.assertEqual(self.lead.buying_role_ids.mapped("role"), ["economic", "technical"])
        second = self.env["crm.lead"].browse(self._of("lead_new").made_id)
        self.assertEqual((second.name, second.expected_revenue), ("Second line", 9000))
        self.assertEqual((second.stage_id, second.user_id), (self.stage_above, self.rep))
        visit = self.env["crm.visit"].browse(self._of("next_visit").made_id)
        self.assertEqual((visit.state, visit.window_from), ("proposed", date(2026, 12, 18)))
        self.assertEqual(visit.purpose, "Show the trial")
        self.assertEqual(visit.opportunity_ids, self.lead)
        waiver = self.lead.waiver_ids
        self.assertEqual((waiver.gate_id, waiver.state), (self.gate_met, "requested"))
        self.assertEqual(waiver.requested_by_id, self.rep)

        accepted.action_undo()
        self._end_transaction()
        self.env.invalidate_all()
        self.assertEqual(self._read_all(), before)
        self.assertFalse(second.active)
        self.assertFalse(visit.exists())
        self.assertEqual(waiver.state, "withdrawn")
        self.assertEqual(set(accepted.mapped("state")), {"undone"})

    def _read_all(self):
        """Return what a report can change of the story's records."""
        return (
            self.lead.read(["stage_id", "expected_revenue", "date_deadline"]),
            self.role.read(["met_on", "met_by_id", "attitude"]),
            self.customer.read(["main_needs", "head_count", "need_signal_ids", "competitor_ids"]),
            self.contact.read(["relationship_level", "interests"]),
            self.lead.gate_statement_ids.ids,
            self.lead.buying_role_ids.ids,
            [answer.level for answer in self.lead.answer_ids if answer.level != "unknown"],
        )

    def test_each_kind_refuses_to_undo_what_was_touched_since(self):
        self._tell_everything()
        self._finish()
        made = {kind: self._of(kind).made_id for kind in ("lead_new", "next_visit")}
        self.lead.waiver_ids.with_user(self.leader).action_grant()
        touch = {
            "met": lambda: self.role.write({"met_on": date(2026, 12, 7)}),
            "scorecard": lambda: self.lead.answer_ids.write({"level": "no"}),
            "gate": lambda: self.lead.gate_statement_ids.write({"evidence": "By phone"}),
            "competitor": lambda: self.customer.competitor_ids.write({"notes": "Dear"}),
            "urgency": lambda: self.customer.write({"need_signal_ids": [Command.clear()]}),
            "waiver": lambda: None,  # was granted
            "role": lambda: self.lead.buying_role_ids[1].write({"attitude": "opponent"}),
            "lead_new": lambda: self.env["crm.lead"].browse(made["lead_new"]).write({"name": "X"}),
            "next_visit": lambda: self.env["crm.visit"]
            .browse(made["next_visit"])
            .write({"start": datetime(2026, 12, 18, 9)}),
            "lead": lambda: self.lead.write(
                {"stage_id": self.stage_in.id, "expected_revenue": 1, "date_deadline": False}
            ),
            "attitude": lambda: (self.role.write({"attitude": "opponent"}),
                                 self.contact.write({"relationship_level": "1"})),
            "profile": lambda: (self.customer.write({"head_count": 1, "main_needs": "Quiet"}),
                                self.contact.write({"interests": "Golf"})),
        }  # fmt: skip
        self.assertEqual(set(touch), set(self.mine.change_ids.mapped("kind")))
        for kind, change_it in touch.items():
            change_it()
            for change in self._of(kind):
                with self.subTest(kind=kind), self.assertRaisesRegex(UserError, self.report.name):
                    change.action_undo()
                self.assertEqual(change.state, "accepted")

    def test_what_was_deleted_cannot_be_undone(self):
        self._tell_everything()
        self._finish()
        self.role.unlink()
        with self.assertRaisesRegex(UserError, "is gone"):
            self._of("met").action_undo()
        self.customer.competitor_ids.unlink()
        with self.assertRaisesRegex(UserError, "is gone"):
            self._of("competitor").action_undo()

    def test_offers_follow_what_the_report_says_until_it_is_submitted(self):
        deal = self._tell(expected_revenue=50000)
        first = [one for one in self._offer() if one["kind"] == "lead"]
        self.assertEqual(len(first), 2)
        deal.expected_revenue = 0
        again = [one for one in self._offer() if one["kind"] == "lead"]
        self.assertEqual([one["label"] for one in again], ["Stage"])
        self.assertEqual(len(self.report.change_ids), len(self._offer()))

    def test_what_the_profile_knows_is_not_offered_again(self):
        self.customer.write({"main_needs": "Less noise", "decision_model": "The board"})
        self.mine.write({"message_needs": "Less noise", "message_decision": "Vera proposes"})
        (offer,) = [one for one in self._offer() if one["kind"] == "profile"]
        self.assertEqual(offer["before"], "The board")
        self.assertEqual(offer["after"], "The board\nVera proposes")
        self.assertFalse(offer["is_suggested"], "adding to what is known is the rep's choice")

    def test_somebody_met_again_is_met_later(self):
        self.role.write({"met_on": date(2026, 11, 1), "met_by_id": self.leader.id})
        self._finish("met")
        self.assertEqual((self.role.met_on, self.role.met_by_id), (TODAY, self.rep))
        self._of("met").action_undo()
        self.assertEqual((self.role.met_on, self.role.met_by_id), (date(2026, 11, 1), self.leader))

    def test_people_met_and_their_rows_are_one_list(self):
        self.assertEqual(self.report.person_ids.contact_id, self.contact)
        paul = self.contact.copy({"name": "Paul Planner", "parent_id": self.customer.id})
        self.mine.contact_ids += paul
        self.assertEqual(self.report.person_ids.contact_id, self.contact | paul)
        self.mine.contact_ids -= paul
        self.assertEqual(self.report.person_ids.contact_id, self.contact)
        self.mine.person_ids = [Command.create({"contact_id": paul.id})]
        self.assertEqual(self.report.contact_ids, self.contact | paul)

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self):
        self._tell(expected_revenue=50000)
        ids = [one["id"] for one in self._offer()]
        self.lead.expected_revenue = 70000
        with self.assertRaisesRegex(UserError, "40,000.*70,000"):
            self.mine.finish(ids)

    def test_what_was_declined_can_be_accepted_later(self):
        self._tell(expected_revenue=50000)
        self.mine.finish([])
        amount = self._of("lead").filtered(lambda change: "expected_revenue" in change.after)
        amount.with_user(self.leader).action_accept()
        self.assertEqual(self.lead.expected_revenue, 50000)
        self.assertEqual((amount.state, amount.applied_by_id), ("accepted", self.leader))

    def test_submitting_without_a_look_leaves_the_offers_open(self):
        self._tell()
        self.mine.action_submit()
        self.assertEqual(set(self.mine.change_ids.mapped("state")), {"offered"})
        self.assertEqual(self.lead.stage_id, self.stage_in)
        self.mine.change_ids.action_accept()
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_best)

    def test_finish_shows_what_follows_or_submits(self):
        action = self.mine.action_finish()
        self.assertEqual(action["tag"], "sales_funnel_territory.call_report_finish")
        self.assertEqual(action["params"]["report_id"], self.report.id)
        self.mine.person_ids.unlink()
        self.mine.action_finish()
        self.assertEqual(self.report.state, "submitted")

    def test_who_looks_at_a_record_finds_the_report(self):
        self._tell()
        self._finish()
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.with_user(self.rep).report_change_count, 4)
        action = self.lead.with_user(self.rep).action_open_report_changes()
        found = self.env["crm.call.report.change"].with_user(self.rep).search(action["domain"])
        self.assertEqual(found.report_id, self.report)
        opened = self._of("lead").action_open_record()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("crm.lead", self.lead.id))


@tagged("-at_install", "post_install")
class TestLoopRights(LoopCommon):
    def test_a_rep_changes_nothing_by_a_report_that_he_may_not_change(self):
        self._tell_everything()
        offers = self._offer()
        self.lead.user_id = self.colleague
        self._end_transaction()
        self.env.invalidate_all()
        about_it = {"lead", "gate", "waiver", "scorecard", "met", "role"}
        locked = [one for one in offers if one["kind"] in about_it]
        self.assertEqual({one["kind"] for one in locked}, about_it)
        for offer in locked:
            with self.subTest(offer["kind"]), self.assertRaisesRegex(UserError, "may not change"):
                self.mine.finish([offer["id"]])
        self.assertEqual(self.lead.expected_revenue, 40000)
        self.assertFalse(self.lead.gate_statement_ids or self.lead.answer_ids)
        self.assertFalse(about_it & {one["kind"] for one in self._offer()}, "not even to read")

    def test_a_competitor_of_somebody_elses_customer(self):
        self.customer.user_id = self.colleague
        self.mine.rival_ids = [Command.create({"name": "Rival & Co"})]
        self._end_transaction()
        self.env.invalidate_all()
        (offer,) = [one for one in self._offer() if one["kind"] == "competitor"]
        self.assertTrue(offer["obstacle"])

    def test_nobody_writes_changes_by_hand(self):
        self._tell()
        self._finish("attitude")
        change = self.report.change_ids[0]
        for person in (self.rep, self.leader, self.manager, self.administrator):
            theirs = change.with_user(person)
            with self.assertRaises(AccessError):
                theirs.write({"after": {"attitude": "supporter"}})
            with self.assertRaises(AccessError):
                theirs.unlink()
            with self.assertRaises(AccessError):
                theirs.copy({"report_id": self.report.id})

    def test_what_a_submitted_report_tells_stays(self):
        deal = self._tell_rows()
        self.mine.finish([])
        for person in (self.rep, self.leader, self.manager, self.administrator):
            for rows in (
                self.report.person_ids,
                self.report.fact_ids,
                self.report.rival_ids,
                deal,
                deal.answer_ids,
            ):
                mine = rows.with_user(person)
                with self.assertRaises(UserError):
                    mine.write({"create_uid": person.id})
                with self.assertRaises(UserError):
                    mine.unlink()
            with self.assertRaises(UserError):
                self.report.with_user(person).write({"next_visit_on": TODAY})

    def _tell_rows(self):
        self._tell_everything()
        return self.mine.deal_ids[0]

    def test_who_reads_what_follows(self):
        self._tell_everything()
        self._offer()
        parts = ("person", "deal", "answer", "fact", "rival", "change")
        for part in parts:
            model = f"crm.call.report.{part}"
            domain = [("report_id", "=", self.report.id)]
            if part == "answer":
                domain = [("deal_id.report_id", "=", self.report.id)]
            for person in (self.rep, self.leader, self.head, self.manager):
                self.assertTrue(self.env[model].with_user(person).search(domain), model)
            for person in (self.rep_beside, self.foreigner):
                self.assertFalse(self.env[model].with_user(person).search(domain), model)
            for person in (self.portal, self.public):
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                    self.env[model].with_user(person).search(domain)

    def test_a_waiver_is_taken_back_by_who_asked(self):
        self._tell_everything()
        self._finish()
        waiver = self._of("waiver")
        with self.assertRaisesRegex(UserError, "is withdrawn by Rosa Rep"):
            waiver.with_user(self.leader).action_undo()
        self.assertEqual(self.lead.waiver_ids.state, "requested")
        waiver.action_undo()
        self.assertEqual(self.lead.waiver_ids.state, "withdrawn")

    def test_others_decide_nothing(self):
        self._tell()
        self._offer()
        for person in (self.colleague, self.foreigner, self.portal):
            with self.assertRaises(AccessError):
                self.report.with_user(person).get_offered_changes()
            with self.assertRaises(AccessError):
                self.report.with_user(person).finish([])
        self.report.cc_ids = self.colleague
        self.mine.finish([one["id"] for one in self._offer()])
        change = self._of("attitude")[0]
        with self.assertRaisesRegex(UserError, "is decided by Rosa Rep or a leader"):
            change.with_user(self.colleague).action_undo()
        self.assertFalse(change.with_user(self.colleague).may_undo)
        change.with_user(self.leader).action_undo()
        self.assertEqual(change.state, "undone")

    def test_markup_is_told_as_it_was_written(self):
        self.lead.name = "<b>Hall</b>"
        self._tell(expected_revenue=50000)
        self.mine.rival_ids = [Command.create({"name": "<script>alert(1)</script>"})]
        self._finish()
        for record in (self.lead, self.customer):
            self.assertNotIn("<script>", record.message_ids[:1].body)
        self.assertNotIn("<b>", self.lead.message_ids[:1].body)


@tagged("-at_install", "post_install")
class TestLoopMerges(LoopCommon):
    def test_merged_people_are_one_in_the_report(self):
        double = self.contact.copy({"name": "V. Buyer", "parent_id": self.customer.id})
        self.mine.contact_ids += double
        self.mine.person_ids.filtered(lambda row: row.contact_id == double).write(
            {"relationship_level": "4"}
        )
        self._finish()
        self._merge_partners(self.contact, double)
        self.env.invalidate_all()
        (person,) = self.report.person_ids
        self.assertEqual((person.contact_id, person.relationship_level), (self.contact, "4"))
        level = self._of("attitude")
        self.assertEqual((level.partner_id, level.res_id), (self.contact, self.contact.id))
        level.action_undo()
        self.assertFalse(self.contact.relationship_level)

    def test_what_is_told_of_merged_contacts_follows(self):
        double = self.contact.copy({"name": "V. Buyer", "parent_id": self.customer.id})
        rival, rival_double = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Rival", "Rival Ltd")]
        )
        self.mine.write(
            {
                "fact_ids": [
                    Command.create(
                        {
                            "field_name": "interests",
                            "contact_id": one.id,
                            "value_text": "Sailing",
                        }
                    )
                    for one in self.contact | double
                ],
                "rival_ids": [
                    Command.create({"competitor_id": one.id}) for one in rival | rival_double
                ],
            }
        )
        self._finish()
        self._merge_partners(self.contact, double)
        self._merge_partners(rival, rival_double)
        self.env.invalidate_all()
        self.assertEqual(self.report.fact_ids.contact_id, self.contact)
        self.assertEqual(self.report.rival_ids.competitor_id, rival)
        self.assertEqual(len(self.report.rival_ids), 2, "seen under both names")
        interests = self._of("profile")
        self.assertEqual(set(interests.mapped("res_id")), {self.contact.id})
        self.assertEqual(interests.partner_id, self.contact)

    def _merge_partners(self, target, source):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((target | source).ids, target)

    def test_merged_leads_bring_their_changes_along(self):
        self._tell(expected_revenue=50000)
        head = self._create_lead(self.stage_in, name="Bigger hall", expected_revenue=90000)
        self._finish()
        (head | self.lead).merge_opportunity()
        self._end_transaction()
        self.env.invalidate_all()
        kept = (head | self.lead).exists()
        self.assertEqual(len(kept), 1)
        self.assertEqual(self._of("lead").lead_id, kept)
        self.assertEqual(set(self._of("lead").mapped("res_id")), {kept.id})
        self.assertEqual(self.report.deal_ids.lead_id, kept)

    def test_merged_leads_are_one_in_the_report(self):
        head = self._create_lead(self.stage_in, name="Bigger hall", expected_revenue=90000)
        answers = {self.lead: (self.budget,), head: (self.budget, self.say)}
        for lead, questions in answers.items():
            self.mine.deal_ids = [
                Command.create(
                    {
                        "lead_id": lead.id,
                        "expected_revenue": 50000,
                        "gate_ids": [Command.set(self.gate_trial.ids)],
                        "answer_ids": [
                            Command.create({"question_id": question.id, "text": lead.name})
                            for question in questions
                        ],
                    }
                )
            ]
        (head | self.lead).merge_opportunity()
        self._end_transaction()
        self.env.invalidate_all()
        kept = (head | self.lead).exists()
        (deal,) = self.report.deal_ids
        self.assertEqual(deal.lead_id, kept)
        self.assertEqual(deal.answer_ids.question_id, self.budget | self.say)

    def test_an_erased_person_leaves_the_report(self):
        self._tell()
        self.mine.fact_ids = [
            Command.create(
                {
                    "field_name": "interests",
                    "contact_id": self.contact.id,
                    "value_text": "Sailing",
                }
            ),
            Command.create({"field_name": "decision_model", "value_text": "Vera Buyer proposes"}),
        ]
        self._finish()
        Data = self.env["crm.personal.data"]
        Data._erase_person(self.contact.ids, [], "Vera Buyer")
        self.env.invalidate_all()
        self.assertFalse(self.report.person_ids)
        self.assertEqual(self.report.fact_ids.mapped("field_name"), ["decision_model"])
        self.assertNotIn("Vera", self.report.fact_ids.value_text)
        for change in self.report.change_ids:
            told = f"{change.record_name} {change.after_text} {change.after} {change.before}"
            self.assertNotIn("Vera", told)
            self.assertNotIn("Sailing", told)


@tagged("-at_install", "post_install")
class TestLoopQueries(LoopCommon):
    """What submitting costs, the second time: rules and settings are known by then."""

    def _prepare(self, **values):
        """Return a report of the rep with 12 changes on 4 records, and their ids."""
        report = self._create_report(
            opportunity_ids=[Command.set(self.lead.ids)],
            message_needs=f"Less noise {values}",
            **values,
        )
        self.role.write({"met_on": date(2026, 12, 1), "attitude": "neutral"})
        self.lead.write({"stage_id": self.stage_above.id, "expected_revenue": 1})
        self.contact.write({"interests": False, "relationship_level": "1"})
        self.customer.write({"main_needs": False, "head_count": 0, "founded_year": 0})
        self.customer.write({"main_products": False, "payment_habits": False})
        mine = report.with_user(self.rep)
        mine.person_ids.write({"attitude": "friendly", "relationship_level": "3"})
        mine.deal_ids = [
            Command.create(
                {
                    "lead_id": self.lead.id,
                    "expected_revenue": 55000,
                    "date_deadline": date(2027, 2, report.id % 28 + 1),
                    "stage_id": self.stage_in.id,
                }
            )
        ]
        facts = {
            "head_count": {"value_number": 240},
            "founded_year": {"value_number": 1970},
            "main_products": {"value_text": "Saws"},
            "payment_habits": {"value_text": "Late"},
            "interests": {"value_text": "Sailing", "contact_id": self.contact.id},
        }
        mine.fact_ids = [
            Command.create({"field_name": name, **more}) for name, more in facts.items()
        ]
        ids = [one["id"] for one in mine.get_offered_changes()]
        self.assertEqual(len(ids), 12)
        self.assertEqual(len({(one.model, one.res_id) for one in report.change_ids}), 4)
        self._end_transaction()
        self.env.invalidate_all()
        return mine.with_env(self.env(user=self.rep, context={})), ids

    def _count_submit(self, **values):
        report, ids = self._prepare(**values)
        before = self.env.cr.sql_log_count
        report.finish(ids)
        self.env.cr.flush()
        self.assertEqual(self.lead.stage_id, self.stage_in)
        return self.env.cr.sql_log_count - before

    def test_twelve_changes_on_four_records(self):
        self._count_submit()
        self.assertLessEqual(self._count_submit(), 60)

    def test_each_further_action_item_costs_one_query(self):
        self._count_submit(action_ids=self._make_items(1))
        counts = [self._count_submit(action_ids=self._make_items(number)) for number in (1, 2, 5)]
        self.assertEqual(counts[1] - counts[0], 1)
        self.assertEqual(counts[2] - counts[0], 4)

    def _make_items(self, number):
        return [
            Command.create({"name": f"Item {index}", "user_id": self.rep.id, "date_due": TODAY})
            for index in range(number)
        ]
