from datetime import UTC, datetime, time, timedelta

from freezegun import freeze_time
from odoo.tests import tagged

from ..planning.visits.problem import Span
from .test_crm_visit_plan import VisitPlanCommon

HOUR = 3600


@tagged("-at_install", "post_install")
class TestVisitPlanGather(VisitPlanCommon):
    """What asks for the person's time, and when he has some."""

    def _demand(self, plan=None):
        return (plan or self.plan).with_user(self.rep)._gather().demand

    def _event(self, day, start, stop, **values):
        return (
            self.env["calendar.event"]
            .with_context(no_mail_to_attendees=True, mail_notrack=True)
            .create(
                {
                    "name": "Something",
                    "user_id": self.rep.id,
                    "partner_ids": [(6, 0, self.rep.partner_id.ids)],
                    "start": datetime.combine(day, time(start)),
                    "stop": datetime.combine(day, time(stop)),
                    **values,
                }
            )
        )

    def test_days_come_from_hours_leaves_and_meetings(self):
        tuesday = self.monday + timedelta(days=1)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": datetime.combine(self.monday, time(0)),
                "date_to": datetime.combine(self.monday, time(23)),
            }
        )
        self._event(tuesday, 8, 9)  # UTC: 9 to 10 in Berlin
        self._event(tuesday, 14, 15, show_as="free")
        self.plan.free_half_days = 0
        days = self._demand().days
        self.assertEqual([day.date.weekday() for day in days], [1, 2, 3, 4])
        self.assertEqual((days[0].start, days[0].end), (8 * HOUR, 17 * HOUR))
        lunch = Span(12 * HOUR, 13 * HOUR)
        self.assertEqual(days[0].busy, (Span(9 * HOUR, 10 * HOUR), lunch))
        self.assertEqual(days[1].busy, (lunch,))
        self.assertEqual(days[0].longest, 10 * HOUR)

    def test_a_meeting_with_a_customer_is_a_fixed_visit_and_no_second_one_beside_it(self):
        wednesday = self.monday + timedelta(days=2)
        event = self._event(wednesday, 9, 10)
        event.partner_ids |= self.customer
        demand = self._demand()
        (one,) = demand.appointments
        self.assertEqual((one.id, one.customer), (-event.id, self.customer.id))
        self.assertEqual((one.start, one.end), (10 * HOUR, 11 * HOUR))
        self._run()
        self.assertNotIn(self.customer, self.plan.visit_ids.partner_id)

    def test_frozen_visits_stay_and_others_are_planned(self):
        frozen, free = self.env["crm.visit"].create(
            [
                {
                    "partner_id": customer.id,
                    "user_id": self.rep.id,
                    "window_from": self.monday,
                    "window_to": self.monday + timedelta(days=4),
                    "start": start,
                    "is_frozen": bool(start),
                    "state": state,
                }
                for customer, start, state in (
                    (self.customers[0], datetime.combine(self.monday, time(9)), "planned"),
                    (self.customers[1], False, "proposed"),
                )
            ]
        )
        self._run()
        self.assertEqual(frozen.start, datetime.combine(self.monday, time(9)))
        self.assertEqual(free.state, "planned")
        self.assertEqual(free.plan_id, self.plan)
        self.assertTrue(free.start)
        self._run()
        self.assertEqual(free.plan_id, self.plan, "it is planned again, within its own window")
        self.assertEqual((free.upper_from, free.upper_to.weekday()), (self.monday, 4))
        made = self.plan.visit_ids.filtered("is_generated")
        self.assertEqual(set(made.partner_id), set(self.customers[2:] | self.customer))

    def test_hours_of_today_that_are_over_are_not_planned(self):
        wednesday = self.monday + timedelta(days=2)
        over, ahead = self.env["crm.visit"].create(
            [
                {
                    "partner_id": customer.id,
                    "user_id": self.rep.id,
                    "start": datetime.combine(wednesday, time(hour)),
                    "is_frozen": True,
                    "state": "planned",
                }
                for customer, hour in ((self.customers[0], 8), (self.customers[1], 14))
            ]
        )
        self.plan.free_half_days = 0
        noon = datetime.combine(wednesday, time(10, 2), tzinfo=self.rep._get_clock())
        with freeze_time(noon.astimezone(UTC)):
            demand = self._demand()
            self.assertEqual([day.date.weekday() for day in demand.days], [2, 3, 4])
            self.assertEqual(demand.days[0].start, 10 * HOUR + 300)
            self.assertEqual([one.id for one in demand.appointments], ahead.ids)
            self.assertIn(
                wednesday,
                next(one for one in demand.customers if one.id == over.partner_id.id).planned,
            )
        with freeze_time(datetime.combine(wednesday, time(20))):
            self.assertEqual([day.date.weekday() for day in self._demand().days], [3, 4])

    def test_each_weekday_begins_and_ends_where_it_is_said(self):
        self.plan.start_partner_id = self.customer
        self.plan.place_ids = [
            (0, 0, {"weekday": "0", "start_partner_id": self.customers[0].id}),
            (0, 0, {"weekday": "1", "end_partner_id": self.customers[1].id}),
        ]
        demand = self._demand()
        ends = {day.date.weekday(): (day.origin, day.destination) for day in demand.days}
        rows = {one.id: one.place for one in demand.customers}
        usual = rows[self.customer.id]
        self.assertEqual(ends[0], (rows[self.customers[0].id],) * 2)
        self.assertEqual(ends[1], (usual, rows[self.customers[1].id]))
        self.assertEqual(ends[2], (usual, usual))

    def test_hours_of_customers_hold(self):
        status = self.customers[0].customer_status_id
        status.write({"hour_from": 14, "hour_to": 16, "is_open_monday": False})
        self._run()
        visit = self.plan.visit_ids.filtered(lambda one: one.partner_id == self.customers[0])
        begin, end = (self._clock(one) for one in (visit.start, visit.stop))
        self.assertGreaterEqual(begin.time(), time(14))
        self.assertLessEqual(end.time(), time(16))
        self.assertNotEqual(begin.weekday(), 0)

    def _clock(self, moment):
        zone = self.rep._get_clock()
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

    def test_opportunities_compete_within_their_hours(self):
        self._create_lead(stage=self.stage_best, expected_revenue=50_000)
        self._create_lead(stage=self.stage_above, expected_revenue=90_000)
        demand = self._demand()
        (deal,) = demand.deals
        self.assertEqual(deal.customer, self.customer.id)
        self.assertEqual(deal.amount, 50_000 * 0.25)
        self.assertEqual(demand.funnel_hours, 8)
        self.plan.funnel_hours = 0
        self._run()
        self.assertFalse(self.plan.visit_ids.filtered(lambda one: one.origin == "funnel"))
        short = self.plan.shortfall_ids.filtered(lambda one: one.cause == "funnel_hours")
        self.assertEqual(short.partner_id, self.customer)

    def test_an_opportunity_is_not_visited_each_week(self):
        lead = self._create_lead(stage=self.stage_best, expected_revenue=50_000)
        start = datetime.combine(self.monday, time(9))
        visit = self.env["crm.visit"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.colleague.id,
                "opportunity_ids": [(6, 0, lead.ids)],
                "start": start,
                "state": "planned",
            }
        )
        for days, state, due in ((14, "planned", 0), (-10, "done", 0), (-35, "done", 1)):
            visit.write({"start": start + timedelta(days=days), "state": state})
            with self.subTest(days=days):
                self.assertEqual(len(self._demand().deals), due)

    def test_a_visit_about_another_opportunity_of_the_customer_is_enough(self):
        self._create_lead(stage=self.stage_best, expected_revenue=50_000)
        other = self._create_lead(stage=self.stage_above)
        self.assertEqual(len(self._demand().deals), 1)
        self.env["crm.visit"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "opportunity_ids": [(6, 0, other.ids)],
                "start": datetime.combine(self.monday, time(9)),
                "state": "planned",
            }
        )
        self.assertFalse(self._demand().deals)
        other.user_id = self.colleague
        self.assertEqual(len(self._demand().deals), 1, "that is a colleague's business")

    def test_queries_do_not_depend_on_the_number_of_customers(self):
        self._count_queries()  # what is cached for good
        few = self._count_queries()
        self.env["res.partner"].create(
            [
                {
                    "name": f"Many {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": self.rep.id,
                    "partner_latitude": 48 + number / 1000,
                    "partner_longitude": 11.5,
                }
                for number in range(60)
            ]
        ).customer_status_id.write({"visit_number": 1})
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        plan = self.plan.with_user(self.rep)
        before = self.env.cr.sql_log_count
        plan._gather()
        return self.env.cr.sql_log_count - before

    # ------------------------------------------------------------------ bad input

    def test_each_trouble_is_named_and_the_rest_is_planned(self):
        nowhere, closed, short, often = self.customers[:4]
        self._place(nowhere, 0, 0)
        weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
        closed.customer_status_id.write({f"is_open_{day}": False for day in weekdays})
        short.customer_status_id.write({"hour_from": 10, "hour_to": 10.5})
        self.env.cr.execute(
            "UPDATE crm_customer_status SET visit_number = 1000 WHERE id = %s",
            [often.customer_status_id.id],
        )
        often.customer_status_id.invalidate_recordset()
        self._place(self.rep.partner_id, 0, 0)
        self._place(self.env.company.partner_id, 0, 0)
        self._run()
        causes = {one.partner_id: one.cause for one in self.plan.shortfall_ids}
        self.assertEqual(causes.get(nowhere), "no_place")
        self.assertEqual(causes.get(closed), "closed")
        self.assertEqual(causes.get(short), "window")
        self.assertEqual(causes.get(often), "frequency")
        notes = {one.partner_id: one.note for one in self.plan.shortfall_ids}
        self.assertRegex(notes[nowhere], "No address is known. Give the customer a position")
        self.assertRegex(notes[closed], "Receives: Sun. Look at")
        self.assertRegex(notes[short], "10:00-10:30; the visit takes 60 minutes. Shorten")
        self.assertRegex(notes[often], "Wanted: 1000 x a week. Set a visit frequency")
        self.assertIn("no position on the map", self.plan.remarks)
        self.assertIn(self.customer, self.plan.visit_ids.partner_id)
        total = self.plan.planned_count + self.plan.unserved_count
        self.assertEqual(self.plan.due_count, total)

    def test_first_visits_are_spread_and_the_plan_says_so(self):
        """The planner shows all of them as due; a plan that leaves them out has to say why."""
        plan = self.plan.with_user(self.rep)
        plan.action_check()
        self.assertNotIn("were never visited", plan.remarks, "each comes this week")
        self.customers.customer_status_id.write({"visit_number": 1, "visit_unit": "year"})
        plan.action_check()
        self.assertIn("6 customers were never visited", plan.remarks)
        self.assertIn("5 of them come after this plan", plan.remarks)

    def test_days_begin_at_the_company_that_has_an_address_only(self):
        nowhere = {"partner_latitude": 0, "partner_longitude": 0}
        self.rep.partner_id.write(nowhere)
        germany = self.env.ref("base.de")
        self.env["crm.postcode.place"].create(
            {"country_id": germany.id, "zip": "80331", "latitude": 48.1, "longitude": 11.6}
        )
        company = self.plan.company_id.partner_id
        company.write({**nowhere, "city": "Munich", "zip": "80331", "country_id": germany.id})
        self.plan.with_user(self.rep).action_check()
        self.assertNotIn("where the days begin", self.plan.remarks)
        self.assertEqual(company.partner_latitude, 48.1)

    def test_no_working_hours(self):
        self.env.company.resource_calendar_id.attendance_ids.unlink()
        self._run()
        self.assertIn("no working hours", self.plan.remarks)
        self.assertFalse(self.plan.visit_ids)
        self.assertEqual(set(self.plan.shortfall_ids.mapped("cause")), {"no_hours"})

    def test_two_appointments_at_one_time(self):
        wednesday = self.monday + timedelta(days=2)
        for customer in self.customers[:2]:
            self._event(wednesday, 9, 10).partner_ids |= customer
        self._run()
        clash = self.plan.shortfall_ids.filtered(lambda one: one.cause == "clash")
        self.assertEqual(len(clash), 1)
        self.assertIn(clash.partner_id, self.customers[:2])
        self.assertEqual(clash.due_on, wednesday)

    def test_of_two_agreed_visits_at_one_time_the_other_is_named(self):
        for customer in self.customers[:2]:
            self.env["crm.visit"].create(
                {
                    "partner_id": customer.id,
                    "user_id": self.rep.id,
                    "start": datetime.combine(self.monday, time(9)),
                    "state": "confirmed",
                }
            )
        self._run()
        clash = self.plan.shortfall_ids.filtered(lambda one: one.cause == "clash")
        other = self.customers[:2] - clash.partner_id
        self.assertRegex(clash.note, rf"In its way: {other.name}, .*Move one of the two")
        self.assertEqual(clash.due_on, self.monday)
        clash.visit_id.start += timedelta(hours=4)
        self.assertTrue(clash.is_served, "one of the two was moved")

    def test_who_has_no_frequency_is_named(self):
        self.customers[0].customer_status_id.visit_number = 0
        plan = self.plan.with_user(self.rep)
        plan.action_check()
        self.assertIn("who are in no plan: 1 (Customer 0)", plan.remarks)
        self.customers[:4].customer_status_id.visit_number = 0
        plan.action_check()
        self.assertIn("4 (Customer 0, Customer 1, Customer 2 ...)", plan.remarks)
