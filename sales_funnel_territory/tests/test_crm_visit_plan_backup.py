from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_crm_visit_replan import ReplanCommon


@tagged("-at_install", "post_install")
class TestVisitPlanBackup(ReplanCommon):
    """Rosa is ill; her visits are Carl's: in his calendar, or he is told what brings them there."""

    def setUp(self):
        super().setUp()
        self._let_stand_in(self.colleague)
        self._publish()
        self.visits = self.plan.visit_ids
        self.assertTrue(self.visits)

    def _give(self):
        return self._proposal(self.plan.with_user(self.leader).action_give_to_backup())

    @contextmanager
    def _in_that_week(self):
        """It is the Monday of the plan."""
        Users = type(self.env["res.users"])
        with patch.object(Users, "_get_today", autospec=True, return_value=self.monday):
            yield

    def _create_by_hand(self, **values):
        """Return a visit as *Plan a Visit* writes it: of no plan, at a time agreed on."""
        day = self.plan.date_to - timedelta(days=3)
        return self.env["crm.visit"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "start": datetime.combine(day, time(12)),
                "state": "planned",
                **values,
            }
        )

    def _get_told(self, plan):
        """Return what the backup has to do with his plan."""
        return plan.activity_ids.filtered(lambda one: one.user_id == self.colleague)

    def test_in_a_week_that_has_begun_the_visits_are_in_the_calendar_of_the_backup(self):
        with self._in_that_week():
            proposal = self._give()
            plan = proposal.plan_id
            self.assertEqual((plan.state, plan.approved_by_id), ("running", self.leader))
            self.assertFalse(proposal.next_step, "nobody has decided yet")
            proposal.with_user(self.leader).action_apply()
        placed = proposal.line_ids.filtered("after").visit_id
        self.assertTrue(placed)
        self.assertEqual(placed.event_id.user_id, self.colleague)
        self.assertEqual(len(placed.event_id), len(placed))
        self.assertIn("in the calendar of", proposal.with_user(self.leader).next_step)
        told = plan.activity_ids.filtered(lambda one: one.user_id == self.colleague)
        self.assertIn("You stand in", told.summary)
        self.assertIn("Rosa", told.summary)

    def test_in_a_week_to_come_it_is_said_what_brings_them_there(self):
        proposal = self._give()
        plan = proposal.plan_id
        proposal.with_user(self.leader).action_apply()
        self.assertEqual(plan.state, "draft", "he plans his own visits along with these")
        placed = proposal.line_ids.filtered("after").visit_id
        self.assertFalse(placed.event_id)
        self.assertIn("in no calendar yet: submit it", proposal.with_user(self.leader).next_step)
        own = plan.with_user(self.colleague)
        self.assertIn("submit it", own.activity_ids.note)
        own.action_submit()
        self.assertIn("waits for approval", proposal.next_step)
        plan.with_user(self.leader).action_approve()
        self.assertIn("publish it", proposal.next_step)
        own.action_publish()
        self.assertEqual(len(placed.event_id), len(placed))
        self.assertIn("in the calendar of", proposal.next_step)

    def test_a_search_of_the_backup_makes_none_of_them_disappear(self):
        proposal = self._give()
        proposal.with_user(self.leader).action_apply()
        plan = proposal.plan_id
        self._run(plan, user=self.colleague)
        self.assertEqual(self.visits.exists(), self.visits)
        served = plan.visit_ids.filtered("start") | plan.shortfall_ids.visit_id
        self.assertLessEqual(self.visits, served)

    def test_an_appointment_stays_in_a_calendar_whatever_the_plan_is(self):
        agreed = self.visits[0]
        agreed.with_user(self.rep).action_confirm()
        start = agreed.start
        plan = self._give().plan_id
        self.assertEqual(plan.state, "draft")
        self.assertEqual((agreed.start, agreed.event_id.user_id), (start, self.colleague))

    def test_whatever_else_stands_in_the_week_goes_along_and_meetings_are_told(self):
        day = self.plan.date_to - timedelta(days=3)
        by_hand = self._create_by_hand(state="confirmed")
        talker = self.customer.copy({"name": "Yearly Talk GmbH", "is_sales_customer": True})
        meeting = (
            self.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Yearly talk",
                    "start": datetime.combine(day, time(15)),
                    "stop": datetime.combine(day, time(16)),
                    "user_id": self.rep.id,
                    "partner_ids": [(6, 0, (self.rep.partner_id | talker).ids)],
                }
            )
        )
        self.env.cr.flush()
        appointment = self.env["crm.visit"].search([("event_id", "=", meeting.id)])
        self.assertTrue(appointment)
        proposal = self._give().with_user(self.leader)
        self.assertEqual(by_hand.user_id, self.colleague)
        self.assertEqual((appointment.user_id, meeting.active), (self.rep, True))
        self.assertIn("Yearly Talk GmbH", proposal.stay_note)
        self.assertNotIn(self.customer.name, proposal.stay_note)
        appointment.with_user(self.rep).action_cancel()
        proposal.invalidate_recordset()
        self.assertFalse(proposal.stay_note)

    def test_a_time_set_by_hand_is_kept_and_stays_in_a_calendar(self):
        by_hand = self._create_by_hand()
        start = by_hand.start
        proposal = self._give()
        plan = proposal.plan_id
        self.assertEqual((by_hand.user_id, by_hand.start), (self.colleague, start))
        self.assertEqual((plan.state, by_hand.state), ("draft", "planned"))
        self.assertEqual(
            (by_hand.event_id.start, by_hand.event_id.user_id), (start, self.colleague)
        )
        line = proposal.line_ids.filtered(lambda one: one.visit_id == by_hand)
        self.assertEqual((line.change, line.after), ("added", start))
        proposal.with_user(self.leader).action_apply()
        self._run(plan, user=self.colleague)
        self.assertEqual(by_hand.start, start, "a search of the backup leaves it there")

    def test_visits_for_another_company_stay(self):
        self.rep.company_ids |= self.other_company
        foreign = self._create_by_hand(company_id=self.other_company.id)
        start = foreign.start
        self._give()
        self.assertEqual((foreign.user_id, foreign.start), (self.rep, start))
        self.assertFalse(foreign.plan_id)

    def test_nobody_of_another_company_alone_stands_in(self):
        entered = self.env["crm.territory.assignment"].search([("user_id", "=", self.colleague.id)])
        entered.user_id = self.foreigner
        with self.assertRaisesRegex(UserError, "Nobody stands in for Rosa"):
            self._give()
        self.foreigner.company_ids |= self.env.company
        self.plan.with_user(self.leader).action_give_to_backup()
        self.assertEqual(self.visits.user_id, self.foreigner)

    def test_visits_left_without_a_time_are_not_forgotten(self):
        agreed = self._create_by_hand(state="confirmed")
        proposal = self._give()
        plan = proposal.plan_id
        self.assertEqual(plan.planned_count, 0)
        proposal.with_user(self.leader).action_leave()
        self.assertEqual(agreed.plan_id, plan)
        self.assertIn("without a time", proposal.next_step)
        self.assertIn("without a time", self._get_told(plan).note)
        self.assertEqual(plan.planned_count, 1, "what is agreed on is the backup's even so")

    def test_accepting_ends_what_the_backup_was_asked_and_nothing_else(self):
        proposal = self._give()
        plan = proposal.plan_id
        proposal.plan_id._tell_person("Your visit plan is approved: publish it.")
        self.colleague.lang = "en_US"
        proposal.sudo()._ask_to_look()
        self.assertEqual(len(self._get_told(plan)), 2)
        proposal.with_user(self.colleague).action_apply()
        self.assertEqual(
            self._get_told(plan).mapped("summary"), ["Your visit plan is approved: publish it."]
        )

    def test_figures_count_what_the_reader_may_not_see(self):
        plan = self._give().plan_id
        self.env["crm.visit.shortfall"].create(
            {"plan_id": plan.id, "partner_id": self.customer.id, "cause": "full"}
        )
        self.env["ir.rule"].create(
            {
                "name": "Shortfalls are nobody's business",
                "model_id": self.env["ir.model"]._get_id("crm.visit.shortfall"),
                "domain_force": "[(0, '=', 1)]",
            }
        )
        self.env.invalidate_all()
        plan.with_user(self.colleague)._recount()
        self.assertEqual(plan.unserved_count, 1)

    def test_figures_and_paper_tell_what_is_planned_now(self):
        proposal = self._give()
        self.assertEqual(self.plan.planned_count, 0, "nothing is left with who is ill")
        proposal.with_user(self.leader).action_apply()
        plan = proposal.plan_id
        placed = proposal.line_ids.filtered("after")
        self.assertEqual(plan.planned_count, len(placed))
        self.assertEqual(plan.due_count, plan.planned_count + plan.unserved_count)
        self.assertGreater(plan.available_hours, plan.planned_hours / 2)
        placed[0].visit_id.with_user(self.colleague).action_cancel()
        report = self.env["ir.actions.report"].with_user(self.colleague)
        page, _kind = report._render_qweb_html(
            "sales_funnel_territory.crm_visit_plan_report_week", plan.ids
        )
        words = " ".join(page.decode().replace("<b>", "").replace("</b>", "").split())
        self.assertIn(f"{len(placed) - 1} visits planned", words)
