from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LEADER, REP


@tagged("-at_install", "post_install")
class TestVisitPlanTour(HttpCase):
    """A rep plans his week, his leader approves it."""

    def test_a_week_is_planned_and_approved(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        leader = new_test_user(self.env, "sft_tour_leader", groups=LEADER, name="Lena Leader")
        self.env["crm.team"].create(
            {"name": "Tour Team", "user_id": leader.id, "member_ids": [(6, 0, rep.ids)]}
        )
        rep.partner_id.write({"partner_latitude": 48.13, "partner_longitude": 11.57})
        customer = self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": rep.id,
                "partner_latitude": 48.15,
                "partner_longitude": 11.55,
            }
        )
        customer.customer_status_id.write({"visit_number": 1, "visit_unit": "week"})
        today = fields.Date.today()
        plan = self.env["crm.visit.plan"].create(
            {
                "user_id": rep.id,
                "kind": "week",
                "date_from": today + timedelta(days=14 - today.weekday()),
                "iterations_limit": 50,
            }
        )
        url = f"/odoo/action-sales_funnel_territory.crm_visit_plan_action/{plan.id}"
        self.start_tour(url, "sales_funnel_visit_plan", login="sft_tour_rep")
        self.assertEqual(plan.state, "submitted")
        self.start_tour(url, "sales_funnel_visit_plan_approve", login="sft_tour_leader")
        self.assertEqual(plan.state, "approved")
