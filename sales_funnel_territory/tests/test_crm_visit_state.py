from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_crm_visit import VisitCommon


@tagged("-at_install", "post_install")
class TestVisitState(VisitCommon):
    """The rep lives through the visit of 8 December 2026."""

    def setUp(self):
        super().setUp()
        self.mine = self.visit.with_user(self.rep)

    def _at(self, moment):
        """Let it be another moment: the clock, and the one of the transaction."""
        self.startPatcher(freeze_time(moment))
        self.patch(type(self.env.cr), "now", lambda cr: moment)

    def test_arriving_and_leaving_is_noted(self):
        self._at(datetime(2026, 12, 8, 9, 4, 20))
        self.mine.action_check_in()
        self.assertEqual(self.visit.state, "under_way")
        self.assertEqual(self.visit.checked_in_on, datetime(2026, 12, 8, 9, 4, 20))
        self.assertEqual(self.visit.start, datetime(2026, 12, 8, 9), "as it was planned")
        self._at(datetime(2026, 12, 8, 10, 4, 20))
        self.mine.action_check_out()
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.spent_hours, 1.0)
        self.env.cr.flush()
        self.status.invalidate_recordset()
        self.assertEqual(self.status.last_visit_on, datetime(2026, 12, 8, 10, 4, 20))
        self.assertEqual(self.status.last_contact_on, self.status.last_visit_on)
        self.assertEqual(self.status.first_meeting_on, self.status.last_visit_on)

    def test_who_comes_early_may_also_leave_before_the_time_agreed(self):
        self._at(datetime(2026, 12, 8, 8, 40))
        self.mine.action_check_in()
        self._at(datetime(2026, 12, 8, 8, 55))
        self.mine.action_check_out()
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.spent_hours, 0.25)

    def test_a_visit_made_on_another_day_was_on_that_day(self):
        self._at(datetime(2026, 12, 7, 14, 0, 30))
        self.mine.action_check_in()
        self.assertEqual(self.visit.start, datetime(2026, 12, 7, 14))
        self.assertEqual(self.visit.window_from, date(2026, 12, 7))

    def test_checking_in_is_offered_on_the_day_alone(self):
        for moment, offered in (
            (datetime(2026, 12, 7, 9), False),
            (datetime(2026, 12, 8, 6), True),
            (datetime(2026, 12, 9, 9), False),
        ):
            self._at(moment)
            self.mine.invalidate_recordset()
            with self.subTest(moment=moment):
                self.assertEqual(self.mine.may_check_in, offered)
        self._at(datetime(2026, 12, 8, 6))
        self.mine.invalidate_recordset()
        colleague = self.visit.with_user(self.colleague)
        self.assertFalse(colleague.may_check_in, "it is not his")
        self.visit.state = "done"
        self.assertFalse(self.mine.may_check_in)

    def test_who_has_no_time_yet_may_be_visited_from_the_first_day_on(self):
        visit = self.visit.copy(
            {"start": False, "state": "proposed", "window_from": "2026-12-08",
             "window_to": "2026-12-11"}
        ).with_user(self.rep)  # fmt: skip
        for day, offered in ((7, False), (8, True), (15, True)):
            self._at(datetime(2026, 12, day, 9))
            visit.invalidate_recordset()
            with self.subTest(day=day):
                self.assertEqual(visit.may_check_in, offered)

    def test_nobody_is_at_two_customers_at_once(self):
        other = self.visit.copy({"state": "under_way"})
        with self.assertRaisesRegex(UserError, "check out there first"):
            self.mine.action_check_in()
        other.state = "done"
        self.mine.action_check_in()

    def test_what_has_passed_is_asked_about_and_never_done_by_itself(self):
        self.assertFalse(self.visit.is_to_report)
        self._at(datetime(2026, 12, 9, 8))
        self.visit.invalidate_recordset()
        self.assertTrue(self.visit.is_to_report)
        found = self.env["crm.visit"].search([("is_to_report", "=", True)])
        self.assertIn(self.visit, found)
        self.env["crm.funnel.job"]._job_visits()
        self.assertEqual(self.visit.state, "planned")
        self.mine.action_done()
        self.env.cr.flush()
        self.status.invalidate_recordset()
        self.assertEqual(self.status.last_visit_on, datetime(2026, 12, 8, 10, 30))
        self.assertEqual(self.visit.spent_hours, 1.5)

    def test_done_by_mistake_is_taken_back_with_the_contact(self):
        self._at(datetime(2026, 12, 9, 8))
        self.mine.action_done()
        self.env.cr.flush()
        self.mine.action_plan()
        self.env.cr.flush()
        self.status.invalidate_recordset()
        self.assertFalse(self.status.last_visit_on)
        self.assertFalse(self.visit.spent_hours)

    def test_a_missed_visit_has_a_reason_and_another_time(self):
        self._at(datetime(2026, 12, 9, 8))
        with self.assertRaisesRegex(UserError, "Why was the visit"):
            self.mine.state = "missed"
        miss = Form(
            self.env["crm.visit.miss"]
            .with_user(self.rep)
            .with_context(active_model="crm.visit", active_ids=self.visit.ids)
        )
        miss.reason = "called_off"
        miss.note = "ill"
        miss.new_start = datetime(2026, 12, 15, 9)
        miss.save().action_apply()
        self.assertEqual(self.visit.state, "missed")
        self.assertEqual(self.visit.missed_reason, "The customer called it off: ill")
        again = self.env["crm.visit"].search([("start", "=", "2026-12-15 09:00:00")])
        self.assertEqual(again.partner_id, self.customer)
        self.assertEqual(again.state, "planned")
        self.assertEqual(again.purpose, "Agree on the trial")

    def test_something_else_is_said(self):
        miss = self.env["crm.visit.miss"].with_user(self.rep)
        miss = miss.create({"visit_ids": self.visit.ids, "reason": "other"})
        with self.assertRaisesRegex(UserError, "in a few words"):
            miss.action_apply()

    def test_moving_tells_what_is_at_that_time(self):
        self.visit.copy(
            {"start": datetime(2026, 12, 10, 9), "state": "planned", "purpose": False}
        ).partner_id = self.env["res.partner"].create(
            {"name": "Marsh Mills", "is_company": True, "is_sales_customer": True}
        )
        self.env["calendar.event"].create(
            {
                "name": "Dentist",
                "privacy": "private",
                "start": datetime(2026, 12, 10, 10),
                "stop": datetime(2026, 12, 10, 11),
                "user_id": self.rep.id,
                "partner_ids": [fields.Command.set(self.rep.partner_id.ids)],
            }
        )
        move = Form(
            self.env["crm.visit.move"]
            .with_user(self.leader)
            .with_context(default_visit_id=self.visit.id)
        )
        self.assertEqual(move.start, self.visit.start)
        self.assertFalse(move.clashes)
        move.start = datetime(2026, 12, 10, 9, 30)
        self.assertIn("Marsh Mills", move.clashes)
        self.assertIn("Rosa Rep: busy", move.clashes)
        self.assertNotIn("Dentist", move.clashes)
        move.save().action_apply()
        self.assertEqual(self.visit.start, datetime(2026, 12, 10, 9, 30))

    def test_the_window_is_the_day_on_the_persons_clock(self):
        for zone, day in (
            ("Pacific/Honolulu", date(2026, 12, 8)),
            ("Europe/Berlin", date(2026, 12, 9)),
            ("Asia/Shanghai", date(2026, 12, 9)),
        ):
            self.rep.tz = zone
            self.visit.start = datetime(2026, 12, 8, 23, 30)
            self.visit.start = datetime(2026, 12, 8, 23, 0)
            self.assertEqual((self.visit.window_from, self.visit.window_to), (day, day), zone)

    def test_steps_that_make_no_sense_are_refused_in_a_sentence(self):
        for state, button, words in (
            ("cancelled", "action_check_in", "cannot become"),
            ("missed", "action_confirm", "cannot become"),
            ("planned", "action_check_out", "check in first"),
            ("planned", "action_done", "still lies ahead"),
        ):
            self.visit.write({"state": state, "start": fields.Datetime.now() + timedelta(days=2)})
            with self.subTest(button=button), self.assertRaisesRegex(UserError, words):
                getattr(self.mine, button)()
        self.visit.write({"state": "proposed", "start": False})
        with self.assertRaisesRegex(UserError, "no time yet"):
            self.mine.action_confirm()

    def test_a_visit_planned_by_hand(self):
        form = Form(self.env["crm.visit"].with_user(self.rep))
        form.partner_id = self.customer
        form.start = datetime(2026, 12, 11, 9)
        visit = form.save()
        self.assertEqual(visit.state, "planned")
        self.assertEqual(visit.user_id, self.rep)
        self.assertEqual(visit.window_from, date(2026, 12, 11))
        form = Form(self.env["crm.visit"].with_user(self.rep))
        form.partner_id = self.customer
        self.assertEqual(form.save().state, "proposed")

    def test_another_person_is_chosen_after_the_first_was_cleared(self):
        for visit in (self.visit, self.env["crm.visit"]):
            form = Form(visit.with_user(self.manager))
            form.partner_id = self.customer
            form.start = datetime(2026, 12, 11, 9)
            with self.subTest(visit=visit):
                form.user_id = self.env["res.users"]
                self.assertFalse(form.may_check_in)
                form.user_id = self.colleague
                self.assertEqual(form.save().user_id, self.colleague)

    def test_what_keeps_itself_is_not_written_by_rpc(self):
        for name, value in (
            ("checked_in_on", "2026-12-01 09:00:00"),
            ("origin", "cadence"),
            ("travel_km", 999),
            ("event_id", False),
            ("missed_reason", "x"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.mine.write({name: value})
        made = (
            self.env["crm.visit"]
            .with_user(self.rep)
            .with_context(default_state="done", default_checked_in_on="2026-12-01 09:00:00")
            .create({"partner_id": self.customer.id, "state": "done", "origin": "cadence"})
        )
        self.assertEqual((made.state, made.origin), ("proposed", "manual"))
        self.assertFalse(made.checked_in_on)

    def test_nobody_gives_visits_to_a_colleague_but_the_leader(self):
        with self.assertRaisesRegex(AccessError, "given by"):
            self.mine.user_id = self.colleague
        self.visit.with_user(self.leader).user_id = self.colleague
        self.assertEqual(self.visit.user_id, self.colleague)

    def test_what_happened_is_archived_not_deleted(self):
        self.visit.state = "missed"
        with self.assertRaisesRegex(UserError, "archive it"):
            self.mine.unlink()
        self.visit.state = "planned"
        self.mine.unlink()

    def test_planning_moves_only_what_is_free_to_move(self):
        self.assertEqual(self.visit._filter_movable(), self.visit)
        for values in (
            {"is_frozen": True},
            {"is_frozen": False, "state": "confirmed"},
            {"state": "planned", "origin": "appointment"},
        ):
            self.visit.write(values)
            self.assertFalse(self.visit._filter_movable())
