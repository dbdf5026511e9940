from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_visit_plan_planner import DAY, PlannerCommon


@tagged("-at_install", "post_install")
class TestVisitOrder(PlannerCommon):
    """Rosa lives in Hamburg; on Tuesday she zigzags along the road to Bremen and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        road = {"Tostedt": (53.28, 9.71), "Rotenburg": (53.11, 9.40), "Buchholz": (53.33, 9.87)}
        places = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                }
                for name, (latitude, longitude) in road.items()
            ]
        )
        cls.visit.write({"start": datetime(2026, 12, 8, 8), "duration": 0.5})
        for hour, place in zip((9, 11, 13), (places[2], places[1], places[0]), strict=True):
            cls.visit.copy(
                {
                    "partner_id": place.id,
                    "user_id": cls.rep.id,
                    "start": datetime(2026, 12, 8, hour),
                    "duration": 0.5,
                    "state": "planned",
                }
            )
        cls.visits = cls.env["crm.visit"].search([("user_id", "=", cls.rep.id)], order="start")
        cls.env.flush_all()

    def _names(self):
        return self.visits.sorted("start").partner_id.mapped("name")

    def _minutes(self):
        return self._day(self._look())["travel_minutes"]

    def test_the_way_is_shorter_and_the_events_follow_without_mail(self):
        mails = self.env["mail.mail"].search_count([])
        before = self._minutes()
        answer = self.Plan.order_visit_day(DAY)
        self.assertLess(self._minutes(), before)
        self.assertIn(f"{before - self._minutes()} min less on the road", answer["sentence"])
        self.assertIn(self._names()[0], ("Buchholz", "Rotenburg", self.customer.name))
        breaches = [one["breaches"] for one in self._look()["visits"]]
        self.assertEqual(breaches, [[]] * 4)
        for visit in self.visits.filtered("event_id"):
            self.assertEqual(visit.event_id.start, visit.start)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.visits.sorted("start").mapped("sequence"), [0, 1, 2, 3])
        self.assertIn("best order", self.Plan.order_visit_day(DAY)["sentence"])

    def test_undo(self):
        before = {visit: visit.start for visit in self.visits}
        undo = self.Plan.order_visit_day(DAY)["undo"]
        self.assertTrue(undo)
        self.Plan.undo_moves(undo)
        self.assertEqual({visit: visit.start for visit in self.visits}, before)

    def test_what_is_agreed_on_stays(self):
        frozen, confirmed = self.visits[1], self.visits[2]  # one of them in the lunch break
        frozen.is_frozen = True
        confirmed.action_confirm()
        before = frozen.start, confirmed.start
        answer = self.Plan.order_visit_day(DAY)
        self.assertEqual((frozen.start, confirmed.start), before)
        self.assertIn("2 visits moved", answer["sentence"])

    @freeze_time("2026-12-08 09:10:00")
    def test_nothing_moves_into_the_past(self):
        self.Plan.order_visit_day(DAY)
        self.assertEqual(self.visits[0].start, datetime(2026, 12, 8, 8))
        self.assertEqual(self.visits[1].start, datetime(2026, 12, 8, 9))
        self.assertGreater(min(self.visits[2:].mapped("start")), datetime(2026, 12, 8, 9, 30))
        with self.assertRaisesRegex(UserError, "over"):
            self.Plan.order_visit_day("2026-12-07")

    def test_a_day_that_is_too_full_is_left_alone(self):
        self.visits.duration = 3
        before = self.visits.mapped("start")
        answer = self.Plan.order_visit_day(DAY)
        self.assertIn("not all visits fit", answer["sentence"])
        self.assertEqual(self.visits.mapped("start"), before)
        self.assertIn("no visits", self.Plan.order_visit_day("2026-12-09")["sentence"])

    def test_from_a_list_by_who_decides(self):
        action = self.visits.with_user(self.leader).action_best_order()
        self.assertIn("less on the road", action["params"]["message"])
        for person in (self.colleague, self.portal):
            with self.assertRaises(AccessError):
                self.visits.with_user(person).action_best_order()
        self.visits.write({"start": False, "state": "proposed"})
        with self.assertRaisesRegex(UserError, "plan them first"):
            self.visits.with_user(self.rep).action_best_order()

    def test_several_days_of_which_some_are_over(self):
        self.visits[3].start = datetime(2026, 12, 1, 9)  # yesterday
        self.visits[2].start = datetime(2026, 12, 9, 9)
        action = self.visits.with_user(self.rep).action_best_order()
        self.assertIn("8 December", action["params"]["message"])
        self.assertIn("9 December", action["params"]["message"])
        self.assertEqual(self.visits[3].start, datetime(2026, 12, 1, 9))
        with self.assertRaisesRegex(UserError, "are over"):
            self.visits[3].with_user(self.rep).action_best_order()
        for number in range(40):
            self.visits[1].copy(
                {
                    "user_id": self.rep.id,
                    "start": datetime(2027, 1, 1, 9) + timedelta(days=number),
                    "state": "planned",
                }
            )
        many = self.env["crm.visit"].search([("user_id", "=", self.rep.id)])
        with self.assertRaisesRegex(UserError, "at most 31 days"):
            many.with_user(self.rep).action_best_order()
