import time
from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_visit import VisitCommon

PLACES = [(48.14, 11.58), (48.37, 10.90), (48.40, 9.99), (48.26, 11.43), (48.06, 11.62)]


class VisitPlanCommon(VisitCommon):
    """The rep lives in Munich, works 8 to 17 with an hour for lunch, and has six customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        cls.monday = today + timedelta(days=14 - today.weekday())
        cls.visit.unlink()
        calendar = cls.env.company.resource_calendar_id
        calendar.tz = "Europe/Berlin"
        cls.rep.tz = "Europe/Berlin"
        cls._place(cls.rep.partner_id, 48.13, 11.57)
        cls._place(cls.customer, 48.15, 11.55)
        cls.status.write({"visit_number": 1, "visit_unit": "week"})
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                }
                for number, (latitude, longitude) in enumerate(PLACES)
            ]
        )
        cls.customers.customer_status_id.write({"visit_number": 1, "visit_unit": "week"})
        cls.plan = cls._create_plan()

    @classmethod
    def _place(cls, partner, latitude, longitude):
        partner.write({"partner_latitude": latitude, "partner_longitude": longitude})

    @classmethod
    def _create_plan(cls, **values):
        return cls.env["crm.visit.plan"].create(
            {
                "user_id": cls.rep.id,
                "kind": "week",
                "date_from": cls.monday,
                "iterations_limit": 200,
                "seconds_limit": 20,
                **values,
            }
        )

    def _run(self, plan=None, user=None):
        """Plan, and wait for the search."""
        plan = plan or self.plan
        seen = plan.with_user(user or self.rep)
        seen.action_plan()
        return self._wait(plan)

    def _wait(self, plan):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = plan.with_user(self.rep).poll_run()
            if found["state"] != "running":
                return found
            time.sleep(0.05)
        self.fail("the search did not end")


@tagged("-at_install", "post_install")
class TestVisitPlan(VisitPlanCommon):
    def test_the_next_week_is_proposed_with_the_wishes_of_the_last(self):
        self.plan.free_half_days = 2
        Plan = self.env["crm.visit.plan"].with_user(self.rep)
        plan = Plan.create({"user_id": self.rep.id})
        today = fields.Date.today()
        self.assertEqual(plan.date_from, today + timedelta(days=7 - today.weekday()))
        self.assertEqual(plan.date_to, plan.date_from + timedelta(days=6))
        self.assertEqual(plan.free_half_days, 2)
        quarter = Plan.create({"kind": "quarter", "date_from": date(2027, 1, 1)})
        self.assertEqual(quarter.date_to, date(2027, 3, 31))
        month = Plan.create({"kind": "month", "date_from": date(2027, 2, 1)})
        self.assertEqual(month.parent_id, quarter)
        week = Plan.create({"kind": "week", "date_from": date(2027, 2, 8)})
        self.assertEqual(week.parent_id, month)

    def test_a_week_is_planned(self):
        found = self._run()
        self.assertEqual(found["state"], "done", found)
        plan = self.plan
        self.assertEqual(plan.due_count, plan.planned_count + plan.unserved_count)
        self.assertEqual(len(plan.visit_ids), plan.planned_count)
        self.assertEqual(len(plan.shortfall_ids), plan.unserved_count)
        self.assertEqual(plan.visit_ids.partner_id, self.customers | self.customer)
        for visit in plan.visit_ids:
            self.assertEqual(visit.state, "planned")
            self.assertTrue(visit.reason)
            self.assertTrue(self.monday <= visit.window_from <= plan.date_to)
            local = fields.Datetime.context_timestamp(
                visit.with_context(tz=self.rep.tz), visit.start
            )
            self.assertTrue(8 <= local.hour < 17, local)
        self.assertEqual(plan.run_engine, "ruin_recreate")
        self.assertEqual(plan.run_seed, 1)
