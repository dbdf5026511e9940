from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .call_report_loop_story import TODAY, LoopCommon


@tagged("-at_install", "post_install")
class TestLoopRights(LoopCommon):
    """Nobody does by a report what he may not do by hand."""

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
