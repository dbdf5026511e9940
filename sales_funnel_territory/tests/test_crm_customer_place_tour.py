from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP


class PlaceTour:
    def _walk(self):
        user = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Rosa Rep")
        germany = self.env.ref("base.de")
        self.env["crm.postcode.place"].search([]).unlink()
        self.env["crm.postcode.place"].create(
            {"country_id": germany.id, "zip": "20457", "latitude": 53.54, "longitude": 9.99}
        )
        customer = self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "street": "Am Kai 12",
                "zip": "20457",
                "city": "Hamburg",
                "country_id": germany.id,
                "user_id": user.id,
            }
        )
        self.start_tour(
            f"/odoo/sales-customers/{customer.id}", "sales_funnel_place", login="sft_tour_rep"
        )
        self.assertEqual(customer.customer_status_id.geo_quality, "postcode")
        self.assertFalse(customer.customer_status_id.geo_locked)


@tagged("-at_install", "post_install")
class TestPlaceTourPhone(PlaceTour, HttpCase):
    browser_size = "390x844"

    def test_a_pin_is_set_on_the_phone(self):
        self._walk()


@tagged("-at_install", "post_install")
class TestPlaceTourDesktop(PlaceTour, HttpCase):
    browser_size = "1440x900"

    def test_a_pin_is_set_on_the_desktop(self):
        self._walk()
