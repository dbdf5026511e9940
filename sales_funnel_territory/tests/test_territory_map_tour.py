from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, REP
from .test_crm_territory_boundary import box

TERRITORIES = "/odoo/action-sales_funnel_territory.crm_territory_action?debug=0"


class TerritoryMapTourCommon(HttpCase):
    """One zone is drawn, and a customer stands in its middle; all requests outside are noted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = []
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.manager = new_test_user(cls.env, "sft_zone_manager", groups=MANAGER, name="Mara Tour")
        cls.rep = new_test_user(cls.env, "sft_zone_rep", groups=REP, name="Rosa Tour")
        Territory = cls.env["crm.territory"]
        Territory.search([]).write({"active": False})
        cls.zone = Territory.create(
            {"name": "Zone Beside", "boundary": box(0, 45, 10, 52), "sequence": 20}
        )
        # nobody else's customers move
        cls.env["res.partner"].search([("is_sales_customer", "=", True)]).is_sales_customer = False
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Tour Tools",
                "is_company": True,
                "is_sales_customer": True,
                "partner_latitude": 48.7,
                "partner_longitude": 5,
            }
        )
        Territory._reassign()

    def fetch_proxy(self, url):
        """Every request of the browser to another server comes here."""
        self.asked.append(url)
        return super().fetch_proxy(url)


@tagged("-at_install", "post_install")
class TestTerritoryMapTour(TerritoryMapTourCommon):
    def test_draw_a_zone_see_who_would_move_and_apply(self):
        self.assertEqual(self.customer.territory_id, self.zone)
        self.start_tour(
            f"{TERRITORIES}&view_type=list", "sales_funnel_draw_zone", login="sft_zone_manager"
        )
        drawn = self.env["crm.territory"].search([("name", "=", "<b>Zone</b> Tour")])
        self.assertEqual(len(drawn.boundary["coordinates"][0]), 5, "four corners")
        self.assertEqual(self.customer.territory_id, drawn)

    def test_import_a_file_with_one_bad_feature(self):
        self.start_tour(
            "/odoo/action-sales_funnel_territory.crm_territory_import_action",
            "sales_funnel_import_zones",
            login="sft_zone_manager",
        )
        found = self.env["crm.territory"].search([("name", "in", ("Zone Isle", "Zone Knot"))])
        self.assertEqual(found.mapped("name"), ["Zone Isle"])

    def test_a_map_asks_no_other_server(self):
        self.zone.name = "<b>Zone</b> Tour"
        self.asked.clear()
        self.start_tour(
            f"{TERRITORIES}&view_type=sales_map", "sales_funnel_look_at_zones", login="sft_zone_rep"
        )
        self.assertEqual(self.asked, [])


@tagged("-at_install", "post_install")
class TestTerritoryTiles(TerritoryMapTourCommon):
    def test_an_administrator_may_let_it_ask_one(self):
        """The counterpart: the log would show it."""
        self.zone.name = "<b>Zone</b> Tour"
        self.env["ir.config_parameter"].set_param(
            "sales_funnel_territory.map_tile_url", "https://tiles.example.com/{z}/{x}/{y}.png"
        )
        self.asked.clear()
        self.start_tour(
            f"{TERRITORIES}&view_type=sales_map", "sales_funnel_look_at_zones", login="sft_zone_rep"
        )
        self.assertTrue(self.asked)
        self.assertTrue(all(url.startswith("https://tiles.example.com/") for url in self.asked))
