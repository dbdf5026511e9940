from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP


class DuplicateTour:
    def _walk(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Rosa Rep")
        self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "city": "Munich",
                "user_id": rep.id,
            }
        )
        Partner = self.env["res.partner"].with_context(active_test=False)
        count = Partner.search_count([])
        self.start_tour(
            "/odoo/sales-customers/new", "sales_funnel_likely_duplicates", login="sft_tour_rep"
        )
        self.assertEqual(Partner.search_count([]), count, "nobody was entered twice")


@tagged("-at_install", "post_install")
class TestDuplicateTourPhone(DuplicateTour, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_duplicate_is_warned_of_on_the_phone(self):
        self._walk()


@tagged("-at_install", "post_install")
class TestDuplicateTourDesktop(DuplicateTour, HttpCase):
    browser_size = "1440x900"

    def test_a_duplicate_is_warned_of_on_the_desktop(self):
        self._walk()
