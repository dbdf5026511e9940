import time
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_visit import VisitCommon

NOW = "2026-12-02 09:00:00"  # the Wednesday before the visit's week
DAY = "2026-12-08"


class PlannerCommon(VisitCommon):
    """Rosa lives in Hamburg; her customer in Bremen waits, one in Kiel is due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.rep.tz = "Europe/Berlin"
        cls.rep.partner_id.write({"partner_latitude": 53.55, "partner_longitude": 9.99})
        cls.customer.write({"partner_latitude": 53.08, "partner_longitude": 8.8})
        cls.due = cls.env["res.partner"].create(
            {
                "name": "Kiel Kitchens",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": cls.rep.id,
                "partner_latitude": 54.32,
                "partner_longitude": 10.13,
            }
        )
        cls.due.customer_status_id.write(
            {
                "class_id": cls.class_a.id,
                "last_visit_on": datetime(2026, 10, 1, 9),
                "visit_minutes": 45,
            }
        )
        cls.env.flush_all()
        cls.Plan = cls.env["crm.visit.plan"].with_user(cls.rep)
        cls.item = {"partner_id": cls.due.id}

    def _look(self, user=None, **options):
        options = {"day": DAY, **options}
        return self.env["crm.visit.plan"].with_user(user or self.rep).get_planner_data(**options)

    def _day(self, data, day=DAY):
        return next(one for one in data["days"] if one["date"] == day)


@tagged("-at_install", "post_install")
class TestPlannerWeek(PlannerCommon):
    def test_a_week_by_the_clock_of_its_person(self):
        data = self._look()
        self.assertEqual((data["date_from"], data["date_to"]), ("2026-12-07", "2026-12-13"))
        self.assertEqual(len(data["days"]), 5, "nobody works on the weekend")
        visit = data["visits"][0]
        self.assertEqual((visit["id"], visit["date"]), (self.visit.id, DAY))
        self.assertEqual((visit["start"], visit["end"]), (600, 690), "9 UTC is 10 in Berlin")
        self.assertGreater(visit["travel_minutes"], 60)
        self.assertTrue(visit["can_move"])
        day = self._day(data)
        self.assertEqual(
            day["planned_minutes"], 90 + day["travel_minutes"], "visits and all the ways"
        )
        self.assertEqual(data["head"]["planned_minutes"], day["planned_minutes"])
        self.assertEqual(data["head"]["available_minutes"], 40 * 60)

    def test_what_is_due_waits_in_the_tray(self):
        tray = self._look()["tray"]
        self.assertEqual([item["partner_id"] for item in tray], [self.due.id])
        self.assertEqual(tray[0]["duration"], 45)
        self.assertGreater(tray[0]["days_overdue"], 20)
        self.assertEqual(self._look()["head"]["due_not_planned"], 1)
        wanted = self.visit.copy({"start": False, "window_to": date(2026, 12, 9)})
        tray = self._look()["tray"]
        self.assertIn(wanted.id, [item["visit_id"] for item in tray])

    def test_a_meeting_takes_time_and_a_private_one_says_no_more(self):
        self.env["calendar.event"].create(
            {
                "name": "Doctor",
                "privacy": "private",
                "start": datetime(2026, 12, 8, 13),
                "stop": datetime(2026, 12, 8, 14),
                "user_id": self.rep.id,
                "partner_ids": self.rep.partner_id.ids,
            }
        )
        self.assertEqual(self._day(self._look())["available_minutes"], 7 * 60)
        self.assertEqual(self._day(self._look())["busy"][0]["label"], "Doctor")
        seen = self._look(self.leader, user_id=self.rep.id)
        self.assertNotIn("Doctor", str(seen))

    def test_a_whole_day_in_the_calendar_is_taken(self):
        for zone in ("Pacific/Honolulu", "Europe/Berlin", "Asia/Shanghai"):
            self.rep.tz = zone
            event = self.env["calendar.event"].create(
                {
                    "name": "Fair",
                    "allday": True,
                    "start_date": date(2026, 12, 13),
                    "stop_date": date(2026, 12, 14),
                    "start": datetime(2026, 12, 13, 8),
                    "stop": datetime(2026, 12, 14, 18),
                    "user_id": self.rep.id,
                    "partner_ids": self.rep.partner_id.ids,
                }
            )
            with self.subTest(zone=zone):
                monday = self._day(self._look(day="2026-12-14"), "2026-12-14")
                self.assertEqual(monday["available_minutes"], 0)
                self.assertEqual(monday["busy"], [{"start": 0, "end": 1440, "label": "Fair"}])
                tuesday = self._day(self._look(day="2026-12-14"), "2026-12-15")
                self.assertFalse(tuesday["busy"])
            event.unlink()

    def test_a_weekday_begins_and_ends_where_the_plan_says(self):
        plan = self.Plan.create({"kind": "week", "date_from": date(2026, 12, 7)})
        before = self._day(self._look())["travel_minutes"]
        plan.place_ids = [
            (0, 0, {"weekday": "1", "start_partner_id": self.customer.id}),
            (0, 0, {"weekday": "2", "end_partner_id": self.due.id}),
        ]
        data = self._look()
        tuesday, wednesday = self._day(data), self._day(data, "2026-12-09")
        self.assertLess(tuesday["travel_minutes"], before, "she sleeps next to the customer")
        self.assertEqual(tuesday["home"]["position"], tuesday["end_home"]["position"])
        self.assertEqual(wednesday["end_home"]["name"], "Kiel Kitchens")
        self.assertNotEqual(wednesday["home"]["name"], "Kiel Kitchens")
        following = self.Plan.create({"date_from": date(2026, 12, 14)})
        self.assertEqual(following.place_ids.mapped("weekday"), ["1", "2"])
        self.assertEqual(len(plan.place_ids), 2, "the last plan keeps its own")

    def test_leaders_look_at_their_people_and_nobody_else(self):
        self.assertEqual([one[0] for one in self._look()["users"]], [self.rep.id])
        people = [one[0] for one in self._look(self.leader)["users"]]
        self.assertEqual(people[0], self.leader.id)
        self.assertIn(self.rep.id, people)
        self.assertNotIn(self.rep_beside.id, people)
        self.assertTrue(self._look(self.leader, user_id=self.rep.id)["visits"])
        for person in (self.colleague, self.portal):
            with self.assertRaises(AccessError):
                self._look(person, user_id=self.rep.id)

    def test_month_and_quarter_are_as_full_as_their_days(self):
        data = self._look(span="month")
        told = {day["date"]: day for week in data["weeks"] for day in week["days"] if day}
        self.assertEqual(len(told), 31)
        self.assertEqual(told[DAY]["visits"], 1)
        (day,) = (day for day in self._look(day=DAY)["days"] if day["date"] == DAY)
        for figure in ("planned_minutes", "available_minutes"):
            self.assertEqual(told[DAY][figure], day[figure], "as the week has it")
        self.assertEqual(data["head"]["travel_minutes"], day["travel_minutes"])
        self.assertGreater(day["travel_minutes"], 0)
        self.assertEqual(sum(day["due"] for day in told.values()), 1)
        self.assertEqual(len(self._look(span="quarter")["weeks"]), 14)

    def test_the_clocks_change_on_a_sunday(self):
        self.rep.resource_calendar_id.attendance_ids.copy({"dayofweek": "6"})
        self.visit.start = datetime(2027, 3, 28, 7)
        visit = self._look(day="2027-03-28")["visits"][0]
        self.assertEqual((visit["date"], visit["start"]), ("2027-03-28", 9 * 60))
        self.rep.tz = "Pacific/Honolulu"
        visit = self._look(day="2027-03-27")["visits"][0]
        self.assertEqual((visit["date"], visit["start"]), ("2027-03-27", 21 * 60))


@tagged("-at_install", "post_install")
class TestPlannerMove(PlannerCommon):
    def _check(self, item, start=False, day=DAY, user=None, **options):
        Plan = self.env["crm.visit.plan"].with_user(user or self.rep)
        return Plan.check_visit_move(item, day, start, **options)

    def test_a_drag_is_answered_and_writes_nothing(self):
        mine = {"visit_id": self.visit.id}
        answer = self._check(mine, 780)
        self.assertTrue(answer["is_possible"])
        self.assertEqual((answer["start"], answer["end"]), (780, 870))
        self.assertEqual(answer["breaches"], [])
        self.assertEqual(self.visit.start, datetime(2026, 12, 8, 9))
        answer = self._check(self.item, 630)
        self.assertIn("Hale Tools", answer["breaches"][0])
        self.assertGreater(answer["extra_minutes"], 60)
        early = self._check(mine, 480)
        self.assertRegex(early["breaches"][0], "before the day begins")

    def test_where_it_fits_best_breaks_nothing(self):
        answer = self._check(self.item, day="2026-12-09")
        self.assertEqual(answer["breaches"], [])
        self.assertEqual(answer["end"] - answer["start"], 45)
        self.due.customer_status_id.write({"hour_from": 14, "hour_to": 16})
        self.assertGreaterEqual(self._check(self.item, day="2026-12-09")["start"], 840)
        self.due.customer_status_id.is_open_wednesday = False
        breaches = self._check(self.item, 840, day="2026-12-09")["breaches"]
        self.assertRegex(breaches[0], "receives nobody")

    def test_gaps_between_visits_are_told(self):
        status, day = self.due.customer_status_id, "2026-12-09"
        status.write({"visit_number": 1, "visit_unit": "month"})
        status.last_visit_on = datetime(2026, 11, 30, 9)
        (near,) = self._check(self.item, 780, day=day)["breaches"]
        self.assertIn("Only 9 days from his visit of Mon 30 Nov, usually 30", near)
        status.last_visit_on = datetime(2026, 11, 8, 9)
        self.assertFalse(self._check(self.item, 780, day=day)["breaches"])
        status.last_visit_on = datetime(2026, 11, 15, 9)
        status.visit_largest_gap = 20
        (far,) = self._check(self.item, 780, day=day)["breaches"]
        self.assertIn("24 days from his visit", far)
        mine = {"visit_id": self.Plan.move_visit(self.item, day, 780)["visit_id"]}
        self.assertFalse(self._check(mine, 780, day="2026-12-07")["breaches"], "no worse")
        (far,) = self._check(mine, 780, day="2026-12-10")["breaches"]
        self.assertIn("25 days", far)
        status.visit_largest_gap = 10
        self.assertFalse(self._check(mine, 780, day="2026-12-10")["breaches"], "overdue anyway")

    def test_hours_for_opportunities_are_told(self):
        plan = self.Plan.create({"kind": "week", "date_from": date(2026, 12, 7)})
        plan.funnel_hours = 2
        first, second = (self.visit.copy({"user_id": self.rep.id}) for _number in range(2))
        (first | second).sudo().write({"origin": "funnel", "partner_id": self.due.id})
        first.write({"start": datetime(2026, 12, 7, 12), "duration": 1.5})
        second.write({"start": datetime(2026, 12, 15, 12), "duration": 1})
        (words,) = self._check({"visit_id": second.id}, 780, day="2026-12-09")["breaches"]
        self.assertIn("30 min more for opportunities", words)
        self.assertFalse(self._check({"visit_id": first.id}, 780, day="2026-12-09")["breaches"])

    @freeze_time("2026-12-08 11:20:00")
    def test_an_hour_that_is_over_is_refused(self):
        mine = {"visit_id": self.visit.id}
        answer = self._check(mine, 12 * 60)  # 12:20 in Berlin
        self.assertFalse(answer["is_possible"])
        self.assertIn("This hour is over", answer["sentence"])
        with self.assertRaisesRegex(UserError, "This hour is over"):
            self.Plan.move_visit(mine, DAY, 600)
        self.assertTrue(self._check(mine, 13 * 60)["is_possible"])
        self.assertGreater(self._check(mine)["start"], 740)

    def test_what_was_changed_since_is_not_undone(self):
        done = self.Plan.move_visit({"visit_id": self.visit.id}, "2026-12-10", 780)
        later = datetime(2026, 12, 11, 9)
        self.visit.start = later
        with self.assertRaisesRegex(UserError, "Hale Tools has been changed since"):
            self.Plan.undo_moves(done["undo"])
        self.assertEqual(self.visit.start, later)
        gone = self.Plan.move_visit(self.item, DAY, 900)
        self.env["crm.visit"].browse(gone["visit_id"]).unlink()
        with self.assertRaisesRegex(UserError, "changed since"):
            self.Plan.undo_moves(gone["undo"])

    def test_a_move_can_be_undone(self):
        before = self.visit.start
        done = self.Plan.move_visit({"visit_id": self.visit.id}, "2026-12-10", 780)
        self.assertEqual(self.visit.start, datetime(2026, 12, 10, 12))
        self.assertEqual(self.visit.window_from, date(2026, 12, 10))
        self.assertGreater(self.visit.travel_minutes, 60)
        self.assertTrue(self.Plan.undo_moves(done["undo"]))
        self.assertEqual((self.visit.start, self.visit.state), (before, "planned"))

    def test_from_the_tray_into_a_day_and_back(self):
        done = self.Plan.move_visit(self.item, DAY, 900)
        visit = self.env["crm.visit"].browse(done["visit_id"])
        self.assertEqual(
            (visit.state, visit.user_id, visit.origin), ("planned", self.rep, "cadence")
        )
        self.assertEqual((visit.duration, visit.sequence), (0.75, 1))
        self.assertFalse(self._look()["tray"])
        out = self.Plan.move_visit({"visit_id": visit.id}, False)
        self.assertEqual((visit.state, visit.start), ("proposed", False))
        self.assertEqual(self._look()["tray"][0]["visit_id"], visit.id)
        self.Plan.undo_moves(out["undo"])
        self.assertEqual((visit.state, visit.start), ("planned", datetime(2026, 12, 8, 14)))
        self.Plan.undo_moves(done["undo"])
        self.assertFalse(visit.exists())
        self.assertEqual(self._look()["tray"][0]["partner_id"], self.due.id)

    def test_what_is_moved_in_a_week_in_force_stands_in_the_calendar(self):
        plan = self.Plan.create({"kind": "week", "date_from": date(2026, 12, 7)})
        plan.sudo().state = "running"
        done = self.Plan.move_visit(self.item, DAY, 900)
        visit = self.env["crm.visit"].browse(done["visit_id"])
        self.assertEqual(visit.event_id.start, visit.start)
        out = self.Plan.move_visit({"visit_id": visit.id}, False)
        self.assertFalse(visit.event_id)
        self.Plan.undo_moves(out["undo"])
        self.assertEqual(visit.event_id.start, visit.start)

    def test_what_is_frozen_done_or_past_stays(self):
        mine = {"visit_id": self.visit.id}
        self.assertFalse(self._check(mine, 600, day="2026-12-01")["is_possible"])
        undo = self.Plan.set_frozen(self.visit.ids, True)["undo"]
        self.assertRegex(self._check(mine, 600)["sentence"], "frozen")
        with self.assertRaisesRegex(UserError, "frozen"):
            self.Plan.move_visit(mine, DAY, 600)
        with self.assertRaisesRegex(UserError, "Unfreeze"):
            self.Plan.move_visit(mine, False)
        self.Plan.undo_moves(undo)
        self.assertFalse(self.visit.is_frozen)
        self.visit.sudo().state = "done"
        with self.assertRaisesRegex(UserError, "Done"):
            self.Plan.move_visit(mine, DAY, 600)

    def test_a_colleague_moves_nothing_and_a_leader_does(self):
        mine = {"visit_id": self.visit.id}
        Plan = self.env["crm.visit.plan"]
        with self.assertRaisesRegex(UserError, "Rosa"):
            Plan.with_user(self.colleague).move_visit(mine, DAY, 600)
        with self.assertRaises(AccessError):
            Plan.with_user(self.colleague).move_visit(mine, DAY, 600, self.rep.id)
        with self.assertRaises(AccessError):
            Plan.with_user(self.colleague).set_frozen(self.visit.ids, True)
        with self.assertRaises(AccessError):
            Plan.with_user(self.colleague).undo_moves([{"id": self.visit.id, "start": False}])
        done = Plan.with_user(self.leader).move_visit(self.item, DAY, 900, self.rep.id)
        visit = self.env["crm.visit"].browse(done["visit_id"])
        self.assertEqual(visit.user_id, self.rep)

    def test_near_here_and_due(self):
        found = self.Plan.get_near_and_due("2026-12-09", 480, 1020)
        self.assertEqual([one["partner_id"] for one in found], [self.due.id])
        self.assertGreaterEqual(found[0]["start"], 480)
        self.assertFalse(self.Plan.get_near_and_due("2026-12-09", 480, 500))
        self.due.partner_latitude = self.due.partner_longitude = 0
        self.assertFalse(self.Plan.get_near_and_due("2026-12-09", 480, 1020))

    def test_a_drag_is_answered_at_once_on_a_full_week(self):
        start = datetime(2026, 12, 7, 7)
        self.env["crm.visit"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "user_id": self.rep.id,
                    "start": start + timedelta(days=number % 5, minutes=40 * (number // 5)),
                    "duration": 0.5,
                    "state": "planned",
                }
                for number in range(60)
            ]
        )
        self.env.flush_all()
        self._check(self.item, 600)
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self._check(self.item, 600)
        times = []
        for _again in range(5):
            self.env.invalidate_all()
            since = time.perf_counter()
            self._check(self.item, 600)
            times.append(time.perf_counter() - since)
        self.assertLess(min(times), 0.15, "150 ms on the server")


@tagged("-at_install", "post_install")
class TestPlannerReplan(PlannerCommon):
    def _start(self):
        return self.Plan.start_replan(self.rep.id, DAY, {"kind": "day_off", "day": DAY})

    def test_without_a_plan_it_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "no visit plan for this week"):
            self._start()

    def test_a_day_falls_out_and_all_of_it_is_undone(self):
        self.Plan.create({"kind": "week", "date_from": date(2026, 12, 7)})
        before = self.visit.start
        proposal = self._start()
        self.assertEqual(self.visit.start, before, "only proposed")
        self.assertIn("Tuesday, 8 December falls out", proposal["event"])
        self.assertIn(self.rep.name, proposal["event"])
        line = proposal["lines"][0]
        self.assertEqual((line["name"], line["kind"]), ("Hale Tools", "moved"))
        self.assertIn("Tue 8", line["before"])
        self.assertTrue(line["reason"])
        with self.assertRaises(AccessError):
            Plan = self.env["crm.visit.plan"].with_user(self.colleague)
            Plan.apply_replan(proposal["id"])
        done = self.Plan.apply_replan(proposal["id"], [line["id"]])
        self.assertNotEqual(self.visit._get_day(), date(2026, 12, 8))
        self.Plan.undo_moves(done["undo"])
        self.assertEqual((self.visit.start, self.visit.state), (before, "planned"))

    def test_a_line_that_is_not_accepted_stays(self):
        self.Plan.create({"kind": "week", "date_from": date(2026, 12, 7)})
        before = self.visit.start
        self.assertFalse(self.Plan.apply_replan(self._start()["id"], [])["undo"])
        self.assertEqual(self.visit.start, before)
        self.assertTrue(self.Plan.leave_replan(self._start()["id"]))
