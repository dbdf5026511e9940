from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PLACES = [(53.5, 10.0), (53.5, 10.2), (53.5, 10.4)]


class RouteTourCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.has_customer_holidays = False
        cls.rep = new_test_user(cls.env, "sft_route_rep", groups=REP, name="Rosa Rep", tz="UTC")

    def _create_customer(self, name, place, city=False):
        return self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_sales_customer": True,
                "user_id": self.rep.id,
                "city": city,
                "partner_latitude": place[0],
                "partner_longitude": place[1],
            }
        )


@tagged("-at_install", "post_install")
class TestRouteTour(RouteTourCase):
    browser_size = "1440x900"

    def test_a_rep_makes_a_route_and_optimises_it(self):
        for number, place in enumerate(PLACES, 1):
            self._create_customer(f"Dealer {number}", place, f"Tourstadt {number}")
        self.start_tour(
            "/odoo/action-sales_funnel_territory.crm_route_action",
            "sales_funnel_route",
            login="sft_route_rep",
        )
        route = self.env["crm.route"].search([("name", "=", "Tour of Dealers")])
        self.assertEqual(route.user_id, self.rep)
        names = route._get_stops().partner_id.mapped("name")
        self.assertIn(names, [sorted(names), sorted(names, reverse=True)])
        self.assertEqual(route.visit_ids.partner_id, route.stop_ids.partner_id)


@tagged("-at_install", "post_install")
class TestVisitArrangeTour(RouteTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_visit_is_planned_on_the_phone(self):
        customer = self._create_customer("Hale Tools", PLACES[1])
        beside = self._create_customer("Beside Works", (53.5, 10.25))
        self.rep.partner_id.write({"partner_latitude": 54.5, "partner_longitude": 9})
        today = fields.Date.today()
        noon = [datetime.combine(today + timedelta(days=ahead), time(11)) for ahead in range(1, 15)]
        self.env["crm.visit"].create(
            [
                {
                    "partner_id": beside.id,
                    "user_id": self.rep.id,
                    "start": start,
                    "window_from": start.date(),
                    "state": "planned",
                }
                for start in noon
                if start.weekday() < 5
            ]
        )
        self.start_tour(
            f"/odoo/sales-customers/{customer.id}",
            "sales_funnel_visit_arrange",
            login="sft_route_rep",
        )
        visit = self.env["crm.visit"].search([("partner_id", "=", customer.id)])
        self.assertEqual(visit.purpose, "Show the press")
        self.assertEqual(visit.user_id, self.rep)
        self.assertIn("Beside Works", visit.reason)


@tagged("-at_install", "post_install")
class TestVisitButtonOnTheDesk(RouteTourCase):
    def test_the_button_of_an_opportunity_is_as_high_as_its_neighbours(self):
        customer = self._create_customer("Hale Tools", PLACES[1])
        lead = self.env["crm.lead"].create(
            {
                "name": "Press",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": self.rep.id,
            }
        )
        self.start_tour(
            f"/odoo/crm.lead/{lead.id}",
            "sales_funnel_visit_button_on_the_desk",
            login="sft_route_rep",
        )
