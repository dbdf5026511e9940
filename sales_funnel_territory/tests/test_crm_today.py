from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Date, Datetime
from odoo.tests import tagged

from ..tools.day_words import day_words
from .common import CountsQueries
from .test_crm_visit import VisitCommon

NOW = "2026-12-08 07:30:00"  # the Tuesday of the visit, before it


class TodayCommon(VisitCommon):
    """Rosa's Tuesday in Hamburg: a visit at 10 by her clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        # the database's clock goes with it
        cls.startClassPatcher(patch("odoo.sql_db.BaseCursor.now", lambda _cr: Datetime.now()))
        cls.rep.tz = "Europe/Berlin"
        cls.rep.partner_id.write({"partner_latitude": 53.55, "partner_longitude": 9.99})
        cls.customer.write(
            {"partner_latitude": 53.6, "partner_longitude": 9.9, "phone": "+49 40 555 01"}
        )
        cls.env.flush_all()

    def _look(self, user=None, **options):
        self.env.invalidate_all()  # what depends on the clock
        return self.env["crm.today"].with_user(user or self.rep).get_today(**options)

    def _plan(self, **values):
        return self.visit.copy(
            {"state": "planned", "start": datetime(2026, 12, 8, 12), "duration": 1, **values}
        )


@tagged("-at_install", "post_install")
class TestToday(TodayCommon):
    def test_the_day_in_its_order_by_the_persons_clock(self):
        later = self._plan()
        self._plan(start=datetime(2026, 12, 9, 9))
        data = self._look()
        self.assertEqual((data["today"], data["now"]), ("2026-12-08", 8 * 60 + 30))
        self.assertEqual([one["id"] for one in data["visits"]], [self.visit.id, later.id])
        first = data["visits"][0]
        self.assertEqual((first["start"], first["end"]), (600, 690), "9 UTC is 10 in Berlin")
        self.assertEqual(first["purpose"], "Agree on the trial")
        self.assertEqual(first["phone"], "+49 40 555 01")
        self.assertEqual(first["position"], (53.6, 9.9))
        self.assertGreater(first["travel_minutes"], 5)
        self.assertTrue(first["can_check_in"] and first["can_report"])
        self.assertFalse(data["unsaid"] or data["reports"])

    def test_the_day_is_another_one_in_shanghai_and_honolulu(self):
        self.rep.tz = "Asia/Shanghai"
        with freeze_time("2026-12-07 17:00:00"):  # 1 o'clock on Tuesday there
            data = self._look()
        self.assertEqual((data["today"], data["now"]), ("2026-12-08", 60))
        self.assertEqual(data["visits"][0]["start"], 17 * 60)
        self.rep.tz = "Pacific/Honolulu"
        with freeze_time("2026-12-08 09:59:00"):  # still Monday there: 9 UTC is 23 o'clock
            data = self._look()
        self.assertEqual((data["today"], data["now"]), ("2026-12-07", 23 * 60 + 59))
        self.assertEqual([one["start"] for one in data["visits"]], [23 * 60])

    def test_a_day_of_a_summer_time_change(self):
        self.visit.start = datetime(2027, 3, 28, 7)
        with freeze_time("2027-03-28 06:00:00"):
            self.assertEqual(self._look()["visits"][0]["start"], 9 * 60)

    def test_visits_of_before_ask_what_became_of_them(self):
        self.visit.start = datetime(2026, 12, 7, 9)
        data = self._look()
        self.assertFalse(data["visits"])
        self.assertEqual([one["id"] for one in data["unsaid"]], [self.visit.id])
        self.assertEqual(data["unsaid"][0]["day"], "Yesterday")
        self.assertEqual(data["unsaid"][0]["phone"], "+49 40 555 01")
        self.visit.with_user(self.rep).action_done()
        self.assertFalse(self._look()["unsaid"])

    def test_under_way_since_yesterday(self):
        self.visit.with_user(self.rep).action_check_in()
        visit = self._look()["visits"][0]
        self.assertTrue(visit["is_under_way"] and visit["can_report"] and visit["can_check_out"])
        with freeze_time("2026-12-09 07:00:00"):
            data = self._look()
        self.assertTrue(data["unsaid"][0]["can_check_out"])
        self.assertFalse(data["unsaid"][0]["can_say"])

    # ------------------------------------------------------------------ reports

    def test_reports_are_owed_and_late_ones_stand_first(self):
        self.env.company.call_report_visits = "none"  # a visit of before reports began
        self.visit.start = datetime(2026, 12, 3, 9)
        self.visit.sudo().state = "done"
        self.env.company.call_report_visits = "no_routes"
        recent = self._plan(start=datetime(2026, 12, 8, 6), state="done")
        self.env["crm.call.report"].with_user(self.rep)._prepare_for_visit(recent)
        owed = self._look()["reports"]
        self.assertEqual([one["is_late"] for one in owed], [True, False])
        self.assertEqual((owed[0]["visit_id"], owed[0]["report_id"]), (self.visit.id, False))
        self.assertEqual(owed[1]["report_id"], recent.report_id.id)
        self.assertEqual(owed[0]["phone"], "+49 40 555 01")
        with freeze_time("2026-12-10 18:00:00"):
            self.assertTrue(self._look()["reports"][1]["is_late"], "24 hours and a working day")

    def test_a_visit_that_needs_no_report_is_not_owed(self):
        self.visit.write({"start": datetime(2026, 12, 3, 9), "origin": "fixed_route"})
        self.visit.sudo().state = "done"
        self.assertFalse(self.visit.report_ids, "routes are driven without reports")
        self.assertFalse(self._look()["reports"])
        self.env.company.call_report_visits = "all"
        self.assertEqual(self._look()["reports"][0]["visit_id"], self.visit.id)

    def test_what_was_submitted_is_owed_no_more(self):
        self.visit.start = datetime(2026, 12, 8, 6)
        report = self.env["crm.call.report"].with_user(self.rep)._prepare_for_visit(self.visit)
        report.action_submit()
        data = self._look()
        self.assertFalse(data["reports"])
        self.assertTrue(data["visits"][0]["is_reported"])
        self.assertFalse(data["visits"][0]["can_report"])

    # ------------------------------------------------------------------ activities, leads

    def test_due_activities_with_their_customer_to_call(self):
        lead = self._create_lead(self.stage_above)
        lead.activity_schedule(
            "mail.mail_activity_data_call", Date.to_date("2026-12-07"), user_id=self.rep.id
        )
        self.customer.activity_schedule(
            "mail.mail_activity_data_todo", Date.to_date("2026-12-08"), user_id=self.rep.id
        )
        self.customer.activity_schedule(
            "mail.mail_activity_data_todo", Date.to_date("2026-12-09"), user_id=self.rep.id
        )
        told = self._look()["activities"]
        self.assertEqual(told["count"], 2)
        self.assertEqual([one["model"] for one in told["items"]], ["crm.lead", "res.partner"])
        self.assertEqual([one["is_late"] for one in told["items"]], [True, False])
        for one in told["items"]:
            self.assertEqual(one["phone"], "+49 40 555 01")
            self.assertTrue(one["can_do"])

    def test_a_lead_without_a_customer_says_itself_how_to_reach_it(self):
        address = {"phone": "+49 40 77", "street": "Kai 5", "zip": "20457", "city": "Hamburg"}
        lead = self._create_lead(self.stage_above, partner_id=False, **address)
        lead.activity_schedule("mail.mail_activity_data_call", user_id=self.rep.id)
        told = self._look()["activities"]["items"][0]
        self.assertEqual((told["phone"], told["address"]), ("+49 40 77", "Kai 5, 20457 Hamburg"))
        lead.write({"street": False, "zip": False, "city": False})
        self.assertFalse(self._look()["activities"]["items"][0]["address"])

    def test_days_are_said_as_each_language_does(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        day = Date.to_date("2026-11-12")
        said = {
            lang: (day_words(env, day), day_words(env, day, is_full=True))
            for lang in ("en_US", "zh_CN")
            for env in [self.env(context={"lang": lang})]
        }
        self.assertEqual(said["en_US"], ("Thu, Nov 12", "Thursday, November 12"))
        self.assertEqual(said["zh_CN"], ("11月12日周四", "11月12日星期四"))

    def test_opportunities_without_a_next_activity(self):
        small = self._create_lead(self.stage_above, name="Small", expected_revenue=10)
        large = self._create_lead(self.stage_above, name="Large", expected_revenue=1000)
        planned = self._create_lead(self.stage_above, name="Planned")
        planned.activity_schedule("mail.mail_activity_data_call", user_id=self.rep.id)
        self._create_lead(self.stage_above, name="Carl's", user_id=self.colleague.id)
        self._create_lead(self.stage_won, name="Won")
        told = self._look()["leads"]
        self.assertEqual([one["id"] for one in told["items"]], [large.id, small.id])
        self.assertEqual(told["count"], 2)
        found = self.env["crm.lead"].with_user(self.rep).search(told["domain"])
        self.assertEqual(found, large | small)
        small.write({"partner_id": False, "phone": "+1 555 2"})
        phones = [one["phone"] for one in self._look()["leads"]["items"]]
        self.assertEqual(phones, ["+49 40 555 01", "+1 555 2"])

    # ------------------------------------------------------------------ rights

    def test_anothers_day_is_for_his_leaders(self):
        for person in (self.leader, self.head, self.manager):
            data = self._look(person, user_id=self.rep.id)
            self.assertEqual(data["visits"][0]["id"], self.visit.id)
            self.assertFalse(data["is_mine"])
            self.assertFalse(data["visits"][0]["can_check_in"], "he is not there")
        for person in (self.colleague, self.rep_beside, self.foreigner):
            with self.assertRaises(AccessError):
                self._look(person, user_id=self.rep.id)

    def test_outsiders_have_no_day(self):
        for person in (self.portal, self.public):
            with self.assertRaisesRegex(AccessError, "Only people in sales"):
                self._look(person)

    def test_a_private_meeting_stays_private(self):
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
        self.assertNotIn("Doctor", str(self._look(self.leader, user_id=self.rep.id)))

    # ------------------------------------------------------------------ first screen

    def test_the_app_opens_with_it_for_reps(self):
        Setup = self.env["crm.funnel.setup"]
        action = Setup.with_user(self.rep).action_open_first_screen()
        self.assertEqual(action["tag"], "sales_funnel_territory.today")
        for person in (self.leader, self.manager):
            action = Setup.with_user(person).action_open_first_screen()
            self.assertNotEqual(action.get("tag"), "sales_funnel_territory.today")

    def test_not_where_visits_are_switched_off(self):
        menu = self.env.ref("sales_funnel_territory.sales_funnel_territory_menu_visit")
        menu.active = False
        action = self.env["crm.funnel.setup"].with_user(self.rep).action_open_first_screen()
        self.assertNotEqual(action.get("tag"), "sales_funnel_territory.today")

    def test_the_way_on_a_card(self):
        self.assertEqual(self.visit.with_user(self.rep).partner_way, "53.6,9.9")
        self.customer.write({"partner_latitude": 0, "partner_longitude": 0, "street": "Kai 1"})
        self.visit.invalidate_recordset(["partner_way"])
        self.assertIn("Kai 1", self.visit.with_user(self.rep).partner_way)


@tagged("-at_install", "post_install")
class TestTodayQueries(TodayCommon, CountsQueries):
    def test_a_full_day_costs_what_an_empty_one_does(self):
        lead = self._create_lead(self.stage_above)
        self._busy(lead, 1)
        look = self.env["crm.today"].with_user(self.rep).get_today

        def work():
            self.env.invalidate_all()
            look()

        few = self._count(work)
        self._busy(lead, 12)
        self.assertLessEqual(self._count(work), few)
        self.assertEqual(len(look()["visits"]), 14)
        self.assertEqual(look()["activities"]["count"], 13)

    def _busy(self, lead, number):
        """Give Rosa visits, activities and opportunities, each at a customer of its own."""
        for count in range(number):
            customer = self.customer.copy({"name": f"Customer {count}", "user_id": self.rep.id})
            self._plan(partner_id=customer.id, duration=0.5)
            late = self._plan(partner_id=customer.id, state="done")
            late.start = datetime(2026, 12, 1, 9) + timedelta(hours=count)
            lead.copy({"partner_id": customer.id, "user_id": self.rep.id})
            customer.activity_schedule(
                "mail.mail_activity_data_call", Date.to_date("2026-12-08"), user_id=self.rep.id
            )
        self.env.flush_all()
