from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestHelpRequestTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_asks_for_help_on_the_phone(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        engineer = new_test_user(
            self.env, "sft_tour_engineer", groups="base.group_user", name="Enno Engineer"
        )
        customer = self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": rep.id,
            }
        )
        self.start_tour("/odoo/sales-customers", "sales_funnel_help", login="sft_tour_rep")
        request = self.env["crm.help.request"].search([("requester_id", "=", rep.id)])
        self.assertEqual((request.helper_id, request.partner_id), (engineer, customer))
        self.assertEqual(request.activity_ids.user_id, engineer)
