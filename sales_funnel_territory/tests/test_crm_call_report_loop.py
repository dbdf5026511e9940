from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
from .call_report_loop_story import TODAY, LoopCommon


@tagged("-at_install", "post_install")
class TestLoop(LoopCommon):
    """The rep accepts what follows: the stage moves; he takes it back, and it is as before."""

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
