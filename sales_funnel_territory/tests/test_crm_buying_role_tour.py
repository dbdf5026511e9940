from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_crm_buying_role import BuyingRoleCommon


@tagged("post_install", "-at_install")
class TestCrmBuyingRoleTour(BuyingRoleCommon, HttpCase):
    def test_rep_names_meets_and_looks(self):
        self.start_tour(
            f"/odoo/my-funnel/{self.lead.id}",
            "sales_funnel_territory.buying_roles",
            login="sft_rep",
        )
        row = self.lead.buying_role_ids
        self.assertEqual((row.partner_id, row.role), (self.dora, "economic"))
        self.assertEqual((row.met_on, row.met_by_id), (fields.Date.today(), self.rep))


@tagged("post_install", "-at_install")
class TestCrmBuyingRolePhoneTour(BuyingRoleCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_rep_on_the_road(self):
        row = self._name(self.ann, "technical")
        self.start_tour(
            f"/odoo/my-funnel/{self.lead.id}",
            "sales_funnel_territory.buying_roles_phone",
            login="sft_rep",
        )
        self.assertTrue(row.is_met)
