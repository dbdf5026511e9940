from datetime import date

from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, REP


@tagged("-at_install", "post_install")
class TestTerritoryOwnerTour(HttpCase):
    def test_before_and_after_another_owner_and_who_won(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        taker = new_test_user(self.env, "sft_tour_taker", groups=REP, name="Till Taker")
        new_test_user(self.env, "sft_tour_manager", groups=MANAGER, name="Mara Tour")
        zone = self.env["crm.territory"].create({"name": "Zone Harbour"})
        for person, first, last in (
            (rep, date(2026, 1, 1), date(2026, 5, 31)),
            (taker, date(2026, 6, 1), False),
        ):
            self.env["crm.territory.assignment"].create(
                {
                    "territory_id": zone.id,
                    "user_id": person.id,
                    "date_from": first,
                    "date_to": last,
                }
            )
        customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
        )
        customer.territory_id = zone
        self.env.cr.flush()
        self.env.cr.execute(
            "UPDATE crm_territory_membership SET date_from = '2026-01-01' WHERE partner_id = %s",
            [customer.id],
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": rep.id,
                "expected_revenue": 5000,
            }
        )
        lead.action_set_won()
        self.env.cr.flush()
        lead.user_id = taker
        self.start_tour(
            "/odoo/customers-by-territory",
            "sales_funnel_territory_owner",
            login="sft_tour_manager",
        )
        self.env.invalidate_all()
        self.assertEqual(lead.won_user_id, taker)
        self.assertEqual(lead.won_credit_change_ids.user_from_name, "Tora Tour")
