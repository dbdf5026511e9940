from datetime import datetime, time

from odoo.tests import tagged

from .test_crm_visit_replan import ReplanCommon


@tagged("-at_install", "post_install")
class TestVisitReplanSince(ReplanCommon):
    """What has happened between a proposal and its acceptance is not overwritten."""

    def _propose(self, day=None):
        day = day or self.plan.visit_ids[0].window_from
        return self._proposal(self.plan.with_user(self.rep).action_day_off(day)), day

    def test_a_visit_that_was_moved_since_stays_where_it_is(self):
        self._publish()
        proposal, _day = self._propose()
        line, *rest = proposal.line_ids
        elsewhere = datetime.combine(self.plan.date_to, time(9))
        line.visit_id.start = elsewhere
        action = proposal.with_user(self.rep).action_apply()
        self.assertEqual(line.visit_id.start, elsewhere)
        self.assertIn(line.visit_id.display_name, line.refusal)
        self.assertIn("was moved since", action["params"]["message"])
        for other in rest:
            self.assertFalse(other.refusal)
            self.assertEqual(other.visit_id.start, other.after)

    def test_what_is_frozen_or_done_by_now_is_refused_with_a_sentence(self):
        self._publish()
        proposal, _day = self._propose()
        lines = proposal.line_ids
        lines[0].visit_id.is_frozen = True
        self.assertGreater(len(lines), 1)
        lines[1].visit_id.sudo().state = "cancelled"
        proposal.with_user(self.rep).action_apply()
        self.assertIn("frozen by now", lines[0].refusal)
        self.assertIn("Cancelled", lines[1].refusal)
        self.assertEqual(lines[1].visit_id.state, "cancelled")

    def test_the_planner_tells_what_was_refused_and_does_not_undo_it(self):
        self._publish()
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        day = str(self.plan.visit_ids[0].window_from)
        told = Plan.start_replan(self.rep.id, str(self.monday), {"kind": "day_off", "day": day})
        visit = self.env["crm.visit.replan.line"].browse(told["lines"][0]["id"]).visit_id
        visit.is_frozen = True
        done = Plan.apply_replan(told["id"])
        self.assertIn("frozen by now", done["sentence"])
        self.assertNotIn(visit.id, [note["id"] for note in done["undo"]])

    def test_a_day_off_is_entered_as_time_off(self):
        self._publish()
        proposal, day = self._propose()
        self.assertTrue(proposal.enters_leave)
        proposal.with_user(self.rep).action_apply()
        event = self.env["calendar.event"].search(
            [("user_id", "=", self.rep.id), ("allday", "=", True)]
        )
        self.assertEqual((event.start_date, event.privacy), (day, "private"))
        following = self._create_plan(date_from=day, date_to=day)
        self.assertFalse(following.with_user(self.rep)._gather().demand.days)

    def test_who_has_hours_of_his_own_gets_a_leave(self):
        self.env["resource.resource"].create(
            {
                "name": "Rosa",
                "user_id": self.rep.id,
                "calendar_id": self.env.company.resource_calendar_id.id,
            }
        )
        self._publish()
        proposal, day = self._propose()
        proposal.with_user(self.rep).action_apply()
        self.assertNotIn(day, self.rep._read_working_hours(day, day))
        again, _day = self._propose(day)
        again.with_user(self.rep).action_apply()
        leaves = self.env["resource.calendar.leaves"].search(
            [("resource_id", "in", self.rep.resource_ids.ids)]
        )
        self.assertEqual(len(leaves), 1, "once is enough")

    def test_nobody_has_to_enter_it(self):
        self._publish()
        proposal, _day = self._propose()
        proposal.with_user(self.rep).enters_leave = False
        proposal.with_user(self.rep).action_apply()
        self.assertFalse(
            self.env["calendar.event"].search(
                [("user_id", "=", self.rep.id), ("allday", "=", True)]
            )
        )

    def test_a_proposal_is_not_rewritten_by_hand(self):
        self._publish()
        proposal, _day = self._propose()
        proposal.with_user(self.rep).write({"kind": "urgent", "state": "applied"})
        self.assertEqual((proposal.kind, proposal.state), ("day_off", "proposed"))

    def test_a_backup_of_another_team_is_asked(self):
        self._let_stand_in(self.rep_beside)
        self._publish()
        visits = self.plan.visit_ids
        action = self.plan.with_user(self.leader).action_give_to_backup()
        self.assertIn("Bea Beside", action["params"]["message"])
        self.assertEqual(visits.user_id, self.rep_beside)
        plan = self.env["crm.visit.plan"].search([("user_id", "=", self.rep_beside.id)])
        self.assertIn("stand in for", plan.activity_ids.summary)
        proposal = plan.replan_ids.with_user(self.rep_beside)
        proposal.action_apply()
        self.assertTrue(all(line.visit_id.start for line in proposal.line_ids.filtered("after")))

    def test_a_dropped_visit_is_due_once(self):
        self._publish()
        proposal, _day = self._propose()
        line = proposal.line_ids[0]
        line.sudo().write({"change": "dropped", "after": False})
        proposal.with_user(self.rep).action_apply()
        self.assertIn(line.visit_id, self.plan.shortfall_ids.visit_id)
        self.env.flush_all()
        rows = self.env["crm.visit.completion.report"].search(
            [("partner_id", "=", line.partner_id.id)]
        )
        self.assertEqual(sum(rows.mapped("unserved_count")), 1)
        line.visit_id.sudo().state = "cancelled"
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["crm.visit.completion.report"].search(
            [("partner_id", "=", line.partner_id.id)]
        )
        self.assertEqual(rows.mapped("outcome"), ["unserved"])
