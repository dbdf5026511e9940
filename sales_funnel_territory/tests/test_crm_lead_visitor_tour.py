from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestVisitorTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_notes_a_visitor_and_turns_him_into_an_opportunity(self):
        rep = new_test_user(self.env, "sft_stand_rep", groups=REP, name="Tora Tour")
        customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "phone": "+49 40 5550101"}
        )
        self.start_tour("/odoo/visitors", "sales_funnel_visitor", login="sft_stand_rep")
        lead = self.env["crm.lead"].search([("contact_name", "=", "Vera Visitor")])
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(lead.user_id, rep)
        self.assertEqual(lead.intention_level, "3")
        self.assertEqual(lead.partner_id.name, "Vera Visitor")
        self.assertEqual(lead.partner_id.parent_id, customer)
        self.assertTrue(customer.is_sales_customer)
