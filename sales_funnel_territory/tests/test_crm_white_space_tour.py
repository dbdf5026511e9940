from datetime import timedelta

from odoo import Command
from odoo.fields import Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER


class WhiteSpaceTourCommon(HttpCase):
    """Tour Tools bought a pump, and has never bought a tank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "sft_tour_manager", groups=MANAGER, name="Mara Tour")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Tour Tools", "is_company": True, "is_sales_customer": True}
        )
        cls.customer.user_id = cls.manager
        pumps, tanks = cls.env["product.category"].create(
            [{"name": "Tour Pumps"}, {"name": "Tour Tanks"}]
        )
        pump, _tank = cls.env["product.product"].create(
            [{"name": "Pump", "categ_id": pumps.id}, {"name": "Tank", "categ_id": tanks.id}]
        )
        won = cls.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        lead = cls.env["crm.lead"].create(
            {
                "name": "Pump station",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "expected_revenue": 900_000_000,
                "stage_id": won.id,
                "line_ids": [Command.create({"product_id": pump.id, "price_unit": 900_000_000})],
            }
        )
        lead.date_closed = Datetime.now() - timedelta(days=20)
        cls.env.flush_all()
        cls.env["crm.customer.figures"]._refresh()


@tagged("-at_install", "post_install")
class TestWhiteSpaceTour(WhiteSpaceTourCommon):
    def test_a_white_space_becomes_an_opportunity(self):
        self.start_tour("/odoo/white-space", "sales_funnel_white_space", login="sft_tour_manager")
        lead = self.env["crm.lead"].search([("name", "=", "Tour Tanks for Tour Tools")])
        self.assertEqual((lead.partner_id, lead.user_id), (self.customer, self.manager))


@tagged("-at_install", "post_install")
class TestParetoTour(WhiteSpaceTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_pareto_on_the_phone(self):
        self.start_tour("/odoo/customer-pareto", "sales_funnel_pareto", login="sft_tour_manager")
