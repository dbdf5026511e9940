from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestCustomerTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_looks_after_a_due_customer_on_the_phone(self):
        subject = self.env.ref("sales_funnel_territory.group_subject_customer")
        self.env.ref("base.group_user").implied_ids += subject  # may be switched off
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        class_a = self.env.ref("sales_funnel_territory.crm_customer_class_a")
        class_b = self.env.ref("sales_funnel_territory.crm_customer_class_b")
        call = self.env.ref("mail.mail_activity_data_call")
        call.contact_kind = "call"
        customer = self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": rep.id,
            }
        )
        status = customer.customer_status_id
        long_ago = Datetime.now() - timedelta(days=20)
        status.write(
            {
                "class_id": class_a.id,
                "proposed_class_id": class_b.id,
                "last_contact_on": long_ago,
                "last_visit_on": long_ago,
            }
        )
        activity = customer.activity_schedule(
            activity_type_id=call.id, summary="Ask for the plans", user_id=rep.id
        )
        self.env.flush_all()
        contact, visit = status.next_contact_due, status.next_visit_due
        self.start_tour("/odoo/sales-customers", "sales_funnel_customer", login="sft_tour_rep")
        self.env.invalidate_all()
        self.assertFalse(activity.exists().active)
        self.assertEqual(status.class_id, class_b)
        self.assertEqual(status.class_confirmed_by_id, rep)
        self.assertGreater(status.next_contact_due, contact)
        status.class_id = class_a
        self.assertEqual(status.next_visit_due, visit, "a call is no visit")
