from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, REP


@tagged("-at_install", "post_install")
class TestTerritoryRulesTour(HttpCase):
    def test_a_manager_changes_a_rule_looks_and_applies(self):
        new_test_user(self.env, "sft_tour_manager", groups=MANAGER, name="Maja Manager")
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        self.env["crm.territory"].search([]).active = False  # of the demo
        germany = self.env.ref("base.de")
        harbour, hills = self.env["crm.territory"].create(
            [{"name": "Zone Harbour"}, {"name": "Zone Hills", "sequence": 20}]
        )
        self.env["crm.territory.assignment"].create(
            {"territory_id": hills.id, "user_id": rep.id, "date_from": "2026-01-01"}
        )
        country = {"country_ids": [(6, 0, germany.ids)]}
        self.env["crm.territory.rule"].create(
            [
                {"territory_id": harbour.id, "zip_from": "20", "zip_to": "22", **country},
                {"territory_id": hills.id, **country},
            ]
        )
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"Firm {postcode}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "country_id": germany.id,
                    "zip": postcode,
                }
                for postcode in ("21000", "23000", "24000", "80331")
            ]
        )
        self.env["crm.territory"]._reassign()
        self.env.cr.flush()
        self.start_tour(
            f"/odoo/action-sales_funnel_territory.crm_territory_action/{harbour.id}",
            "sales_funnel_territory_rules",
            login="sft_tour_manager",
        )
        self.env.invalidate_all()
        self.assertEqual([one.territory_id for one in customers], [harbour] * 3 + [hills])
