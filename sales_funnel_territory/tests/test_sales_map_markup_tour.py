from odoo.tests import tagged

from .test_crm_territory_boundary import box
from .test_sales_map_tour import MAP, SalesMapTourCommon

MARKUP = "<img src=x onerror=window.sftRan=1>"


@tagged("-at_install", "post_install")
class TestSalesMapMarkup(SalesMapTourCommon):
    """Whatever is named on a map has markup in its name; it stays text, and no script runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.rep.name = f"Rosa {MARKUP}"
        cls.customers[0].write({"name": f"Evil {MARKUP}", "city": f"Berlin {MARKUP}"})
        Territory = cls.env["crm.territory"]
        Territory.search([]).active = False
        zone = Territory.create(
            {
                "name": f"Zone {MARKUP}",
                "code": f"Z {MARKUP}",
                "boundary": box(0, 40, 20, 60),
                "rule_ids": [(0, 0, {"in_area": True})],
            }
        )
        cls.env["crm.territory.assignment"].create(
            {"territory_id": zone.id, "user_id": cls.rep.id, "date_from": "2020-01-01"}
        )
        Territory._reassign()
        cls.env["crm.lead"].search([]).active = False
        cls.env["crm.lead"].create(
            {
                "name": f"Deal {MARKUP}",
                "type": "opportunity",
                "partner_id": cls.customers[0].id,
                "user_id": cls.rep.id,
            }
        )

    def test_customers(self):
        self.start_tour(MAP, "sales_funnel_map_markup", login="sft_map_manager")

    def test_opportunities(self):
        self.start_tour(
            "/odoo/my-funnel?view_type=sales_map&debug=0",
            "sales_funnel_map_markup_lead",
            login="sft_map_rep",
        )

    def test_territories(self):
        self.start_tour(
            "/odoo/action-sales_funnel_territory.crm_territory_action?view_type=sales_map&debug=0",
            "sales_funnel_map_markup_territory",
            login="sft_map_manager",
        )
