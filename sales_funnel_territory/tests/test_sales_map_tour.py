from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, REP

MAP = "/odoo/sales-customers?view_type=sales_map&debug=0"


class SalesMapTourCommon(HttpCase):
    """Five customers of the tour: three are Rosa's, one is Mara's, one stands nowhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "sft_map_manager", groups=MANAGER, name="Mara Tour")
        cls.rep = new_test_user(cls.env, "sft_map_rep", groups=REP, name="Rosa Tour")
        # nobody else's customers on this map
        cls.env["res.partner"].search([("is_sales_customer", "=", True)]).is_sales_customer = False
        Partner = cls.env["res.partner"].with_context(tracking_disable=True)
        cls.customers = Partner.create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": user.id,
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                }
                for name, user, latitude, longitude in (
                    ("<b>Bold</b> & Co", cls.rep, 52.52, 13.4),
                    ("Tour Tools", cls.rep, 48.14, 11.58),
                    ("Tour Tanks", cls.rep, 50.94, 6.96),
                    ("Tour Trade", cls.manager, 51.34, 12.37),
                    ("Tour Nowhere", cls.rep, 0, 0),
                )
            ]
        )
        cls.env["ir.filters"].create(
            {
                "name": "By Main Responsible",
                "model_id": "res.partner",
                "domain": "[]",
                "context": "{'group_by': ['user_id']}",
                "is_default": True,
                "action_id": cls.env.ref("sales_funnel_territory.res_partner_action_customer").id,
                "user_ids": [],
            }
        )


@tagged("-at_install", "post_install")
class TestSalesMapTour(SalesMapTourCommon):
    def test_look_filter_lasso_and_assign(self):
        self.start_tour(MAP, "sales_funnel_map", login="sft_map_manager")
        self.assertEqual(set(self.customers[:4].user_id), {self.manager})
        self.assertEqual(self.customers[4].user_id, self.rep)


@tagged("-at_install", "post_install")
class TestSalesMapPhoneTour(SalesMapTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_map_or_list(self):
        self.start_tour(MAP, "sales_funnel_map_phone", login="sft_map_rep")
