from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.fields import Date, Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LEADER, REP

BERLIN = ZoneInfo("Europe/Berlin")


class PlannerTourCommon(HttpCase):
    """Next week Rosa visits Tour Tools and Tour Trade on Tuesday; Tour Tanks is due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Tour")
        cls.leader = new_test_user(cls.env, "sft_tour_leader", groups=LEADER, name="Leo Tour")
        cls.env["crm.team"].create(
            {"name": "Tour Team", "user_id": cls.leader.id, "member_ids": cls.rep.ids}
        )
        cls.rep.tz = cls.leader.tz = "Europe/Berlin"
        cls.rep.partner_id.write({"partner_latitude": 53.55, "partner_longitude": 9.99})
        cls.tools, cls.trade, cls.tanks = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                }
                for name, latitude, longitude in (
                    ("Tour Tools", 53.6, 10.0),
                    ("Tour Trade", 53.5, 9.9),
                    ("Tour Tanks", 53.55, 10.1),
                )
            ]
        )
        today = Date.today()
        cls.tuesday = today - timedelta(days=today.weekday()) + timedelta(days=8)
        cls.env["crm.visit"].create(
            [
                {
                    "partner_id": partner.id,
                    "user_id": cls.rep.id,
                    "start": cls._moment(cls.tuesday, hour),
                    "state": "planned",
                    "purpose": "Agree on the trial",
                }
                for partner, hour in ((cls.tools, 9), (cls.trade, 11))
            ]
        )
        cls.tanks.customer_status_id.write(
            {
                "class_id": cls.env.ref("sales_funnel_territory.crm_customer_class_a").id,
                "last_visit_on": Datetime.now() - timedelta(days=90),
            }
        )
        cls.env.flush_all()

    @classmethod
    def _moment(cls, day, hour):
        moment = datetime.combine(day, time(hour), BERLIN).astimezone(UTC)
        return moment.replace(tzinfo=None)

    def _find(self, partner):
        return self.env["crm.visit"].search([("partner_id", "=", partner.id)])


@tagged("-at_install", "post_install")
class TestPlannerTour(PlannerTourCommon):
    browser_size = "1440x900"

    def test_drag_undo_and_keyboard(self):
        self.start_tour("/odoo/planner", "sales_funnel_planner", login="sft_tour_rep")
        self.assertEqual(self._find(self.tools).start, self._moment(self.tuesday, 9))
        visit = self._find(self.tanks)
        self.assertEqual(visit._get_day(), self.tuesday + timedelta(days=3))
        self.assertFalse(visit.is_frozen)

    def test_leader_looks_at_the_week_of_a_rep(self):
        self.start_tour("/odoo/planner", "sales_funnel_planner_leader", login="sft_tour_leader")


@tagged("-at_install", "post_install")
class TestPlannerPhoneTour(PlannerTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_day_on_the_phone(self):
        self.start_tour("/odoo/planner", "sales_funnel_planner_phone", login="sft_tour_rep")
        self.assertTrue(self._find(self.tools).is_frozen)
        self.assertEqual(self._find(self.tanks)._get_day(), self.tuesday)

    def test_who_is_near_and_due_on_the_phone(self):
        wednesday = self._moment(self.tuesday + timedelta(days=1), 9)
        self._find(self.tools).copy({"start": wednesday, "state": "planned"})
        self.env.flush_all()
        self.start_tour("/odoo/planner", "sales_funnel_planner_phone_near", login="sft_tour_rep")
        self.assertEqual(self._find(self.tanks)._get_day(), self.tuesday)
        self.assertGreater(self._find(self.tanks).start, self._find(self.trade).start)

    def test_ill_on_tuesday(self):
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        Plan.create({"kind": "week", "date_from": self.tuesday - timedelta(days=1)})
        self.env.flush_all()
        self.start_tour("/odoo/planner", "sales_funnel_planner_ill", login="sft_tour_rep")
        for customer in (self.tools, self.trade):
            self.assertNotEqual(self._find(customer)._get_day(), self.tuesday)
        busy = self.env["calendar.event"]._find_busy(
            self.rep, self._moment(self.tuesday, 8), self._moment(self.tuesday, 17)
        )
        self.assertTrue(busy, "colleagues see that the day is off")
