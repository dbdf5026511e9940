from odoo.tests import HttpCase, new_test_user, tagged

from .common import LEADER, REP


@tagged("-at_install", "post_install")
class TestHandoverTour(HttpCase):
    def test_a_leader_hands_over_and_undoes(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        taker = new_test_user(self.env, "sft_tour_taker", groups=REP, name="Till Taker")
        leader = new_test_user(self.env, "sft_tour_leader", groups=LEADER, name="Lena Leader")
        team = self.env["crm.team"].create(
            {
                "name": "Tour Team",
                "user_id": leader.id,
                "member_ids": [(6, 0, [rep.id, taker.id])],
            }
        )
        customer = self.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": rep.id,
            }
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": rep.id,
                "team_id": team.id,
            }
        )
        self.start_tour("/odoo/hand-over", "sales_funnel_handover", login="sft_tour_leader")
        self.env.invalidate_all()
        handover = self.env["crm.handover"].search([("from_user_id", "=", rep.id)])
        self.assertEqual((handover.state, handover.undone_count), ("undone", 2))
        self.assertEqual((lead.user_id, customer.user_id), (rep, rep))
        self.assertEqual(len(customer.responsible_ids), 3)
