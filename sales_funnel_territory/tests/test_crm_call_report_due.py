from datetime import datetime, timedelta

from odoo.tests import tagged

from .test_crm_call_report import NOW, ReportCommon


@tagged("-at_install", "post_install")
class TestCallReportDue(ReportCommon):
    """Tuesday's report is due on Wednesday; what is late is seen, and told to its writer first."""

    def test_due_after_24_hours_or_at_the_end_of_the_next_working_day(self):
        self.assertGreaterEqual(self.report.deadline, datetime(2026, 12, 9, 10, 30))
        self.assertLess(self.report.deadline, datetime(2026, 12, 10))
        self.report.write(
            {"date": datetime(2026, 12, 11, 9), "date_end": datetime(2026, 12, 11, 10)}
        )
        self.assertEqual(self.report.deadline.date(), datetime(2026, 12, 14).date(), "a Monday")
        self.env.company.call_report_hours = 200
        self.assertEqual(self.report.deadline, datetime(2026, 12, 19, 18))

    def test_working_hours_are_those_of_the_persons_own_clock(self):
        """A rep in Honolulu does not work at night because his company sits in Berlin."""
        calendar = self.env.company.resource_calendar_id
        calendar.tz = "Europe/Berlin"
        self.rep.tz = "Pacific/Honolulu"
        self.report.write(
            {"date": datetime(2026, 12, 8, 20), "date_end": datetime(2026, 12, 8, 21)}
        )
        end = max(
            calendar.attendance_ids.filtered(lambda one: one.dayofweek == "2").mapped("hour_to")
        )
        due = datetime(2026, 12, 9, 10) + timedelta(hours=end)
        self.assertEqual(self.report.deadline, max(due, datetime(2026, 12, 9, 21)))

    def test_a_company_without_working_hours_has_its_24_hours(self):
        self.env.company.resource_calendar_id = False
        report = self._create_report()
        self.assertEqual(report.deadline, report.date_end + timedelta(hours=24))

    def test_on_time_and_late(self):
        late = self._create_report()
        self._submit()
        self.assertEqual((self.report.timeliness, self.report.on_time_rate), ("on_time", 100))
        self.assertFalse(late.is_late)
        self._at(datetime(2026, 12, 10, 12))
        late.invalidate_recordset()
        self.assertTrue(late.is_overdue)
        self.assertTrue(late.is_late)
        Report = self.env["crm.call.report"]
        ours = [("id", "in", (self.report | late).ids)]
        self.assertEqual(Report.search([*ours, ("is_overdue", "=", True)]), late)
        self._submit(late)
        self.assertEqual((late.timeliness, late.is_late, late.is_overdue), ("late", True, False))
        self.assertEqual(Report.search([*ours, ("is_late", "=", True)]), late)
        self.assertEqual(Report.search([*ours, ("is_late", "=", False)]), self.report)
        still = self._create_report()
        ((rate,),) = Report._read_group(
            [("id", "in", (self.report | late | still).ids)], [], ["on_time_rate:avg"]
        )
        self.assertEqual(rate, 50, "what is not submitted is not counted")

    def test_objectives_and_next_step_are_measured(self):
        self.report.write(
            {
                "objective_ids": [
                    (0, 0, {"name": "A", "outcome": "reached"}),
                    (0, 0, {"name": "B", "outcome": "partly"}),
                    (0, 0, {"name": "C", "outcome": "not", "why": "Nobody there"}),
                    (0, 0, {"name": "D"}),
                ],
                "next_step": "Offer",
                "next_step_date": "2026-12-15",
            }
        )
        plain = self._create_report()
        self._submit(self.report | plain, self.rep)
        self.assertEqual(self.report.objective_count, 4)
        self.assertEqual(self.report.objective_reached_count, 1)
        self.assertEqual(self.report.objective_rate, 37.5)
        both = [("id", "in", (self.report | plain).ids)]
        ((objectives, steps),) = self.env["crm.call.report"]._read_group(
            both, [], ["objective_rate:avg", "next_step_rate:avg"]
        )
        self.assertEqual((objectives, steps), (37.5, 50))

    def test_a_done_visit_waits_for_its_report(self):
        visit = self.visit.copy({"state": "planned", "start": datetime(2026, 12, 8, 7)})
        visit.with_user(self.rep).action_done()
        report = visit.report_id
        self.assertEqual((report.state, report.user_id), ("in_progress", self.rep))
        self.assertEqual((report.date, report.date_end), (visit.start, visit.stop))
        Visit = self.env["crm.visit"]
        missing = [("is_report_missing", "=", True), ("id", "=", visit.id)]
        self.assertFalse(Visit.search(missing))
        self._at(datetime(2026, 12, 10, 12))
        visit.invalidate_recordset()
        report.invalidate_recordset()
        self.assertTrue(visit.is_report_missing)
        self.assertEqual(Visit.search(missing), visit)
        found = Visit.search([("report_state", "=", "in_progress"), ("id", "=", visit.id)])
        self.assertEqual(found, visit)
        self.assertNotIn(visit, Visit.search([("report_state", "=", False)]))
        self._submit(report)
        self.assertFalse(Visit.search(missing))

    def test_a_done_visit_without_a_report_at_all_misses_one(self):
        visit = self.visit.copy({"state": "done", "start": datetime(2026, 12, 8, 7)})
        self.assertFalse(visit.report_id)
        Visit = self.env["crm.visit"].with_user(self.leader)
        for moment, is_missing in (
            (datetime(2026, 12, 8, 20), False),
            (datetime(2026, 12, 10, 12), True),
            (datetime(2027, 2, 8, 12), False),
        ):
            self._at(moment)
            self.env.invalidate_all()
            missing = [("is_report_missing", "=", True), ("id", "=", visit.id)]
            with self.subTest(moment=moment):
                self.assertEqual(visit.is_report_missing, is_missing)
                self.assertEqual(bool(Visit.search(missing)), is_missing)
        self._at(datetime(2026, 12, 10, 12))
        self.env.company.call_report_visits = "none"
        self.env.invalidate_all()
        self.assertFalse(visit.is_report_missing or Visit.search(missing))

    def test_a_visit_of_who_is_a_customer_no_longer_ends_without_a_report(self):
        visit = self.visit.copy({"state": "planned", "start": datetime(2026, 12, 8, 7)})
        self.customer.is_sales_customer = False
        visit.with_user(self.rep).action_done()
        self.assertEqual(visit.state, "done")
        self.assertFalse(visit.report_id)
        self._at(datetime(2026, 12, 11, 12))
        today = self.env["crm.today"].with_user(self.rep)
        self.assertNotIn(visit.id, self._owed_visits(), "nor is one asked for")
        told = today._today_tell_steps(visit.with_user(self.rep), is_changeable=True)
        self.assertFalse(told["can_report"])
        self.customer.is_sales_customer = True
        self.assertIn(visit.id, self._owed_visits())
        told = today._today_tell_steps(visit.with_user(self.rep), is_changeable=True)
        self.assertTrue(told["can_report"])

    def _owed_visits(self):
        self.env.invalidate_all()
        return [
            one["visit_id"]
            for one in self.env["crm.today"].with_user(self.rep).get_today()["reports"]
        ]

    def test_a_report_begun_on_who_is_a_customer_no_longer_can_be_ended(self):
        visit = self.visit.copy({"state": "planned", "start": datetime(2026, 12, 8, 7)})
        visit.with_user(self.rep).action_report()
        self.customer.is_sales_customer = False
        visit.with_user(self.rep).action_done()
        today = self.env["crm.today"].with_user(self.rep)
        told = today._today_tell_steps(visit.with_user(self.rep), is_changeable=True)
        self.assertTrue(told["can_report"])

    def test_on_which_visits_a_report_is_expected(self):
        for expected, origin, has_one in (
            ("no_routes", "fixed_route", False),
            ("no_routes", "manual", True),
            ("all", "fixed_route", True),
            ("none", "manual", False),
        ):
            self.env.company.call_report_visits = expected
            visit = self.visit.copy(
                {"state": "planned", "start": datetime(2026, 12, 7, 7), "origin": origin}
            )
            visit.with_user(self.rep).action_done()
            self.assertEqual(bool(visit.report_id), has_one, (expected, origin))

    def test_a_report_has_the_times_of_check_in_and_check_out(self):
        visit = self.visit.copy({"state": "planned", "start": datetime(2026, 12, 8, 15)})
        visit.with_user(self.rep).action_report()
        report = visit.report_id
        self.assertEqual(report.state, "prepared")
        visit.with_user(self.rep).start = datetime(2026, 12, 8, 16)
        self.assertEqual(report.date, datetime(2026, 12, 8, 16))
        self._at(datetime(2026, 12, 8, 15, 50))
        visit.with_user(self.rep).action_check_in()
        self.assertEqual((report.state, report.date_end), ("in_progress", False))
        self._at(datetime(2026, 12, 8, 17, 5))
        visit.with_user(self.rep).action_check_out()
        self.assertEqual(report.date, datetime(2026, 12, 8, 15, 50))
        self.assertEqual(report.date_end, datetime(2026, 12, 8, 17, 5))

    def test_no_report_is_due_on_a_visit_that_is_off(self):
        visit = self.visit.copy({"state": "planned", "start": datetime(2026, 12, 9, 15)})
        visit.with_user(self.rep).action_report()
        report = visit.report_id
        visit.with_user(self.rep).action_cancel()
        self.assertFalse(report.active)
        visit.with_user(self.rep).action_plan()
        self.assertTrue(report.active)

    def test_the_writer_is_reminded_first_then_the_leader_and_nobody_is_mailed(self):
        job = self.env["crm.funnel.job"]
        mails = self.env["mail.mail"].search_count([])
        job._job_call_reports()
        self.assertFalse(self.report.activity_ids)
        self._at(datetime(2026, 12, 9, 18))
        job._job_call_reports()
        job._job_call_reports()
        self.assertEqual(self.report.activity_ids.user_id, self.rep)
        self.assertEqual(len(self.report.activity_ids), 1)
        self._at(datetime(2026, 12, 11, 8))
        job._job_call_reports()
        self.assertEqual(self.report.activity_ids.user_id, self.rep | self.leader)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self._submit()
        self.assertFalse(self.report.activity_ids)

    def test_a_submitted_report_is_a_contact_that_counts(self):
        phone = self._create_report(kind="phone", date=NOW, date_end=False)
        self.env.cr.flush()
        self.assertFalse(self.status.last_contact_on)
        self._submit(phone)
        self.env.cr.flush()
        self.status.invalidate_recordset()
        self.assertEqual(self.status.last_contact_on, NOW)
        self.assertFalse(self.status.last_visit_on)
        visit = self._create_report(date_end=datetime(2026, 12, 8, 11))
        self._submit(visit)
        self.env.cr.flush()
        self.status.invalidate_recordset()
        self.assertEqual(self.status.last_visit_on, datetime(2026, 12, 8, 11))
        self.env.flush_all()
        self.assertEqual(self.status._recount_contacts(self.status.ids), 0, "counts the same")
