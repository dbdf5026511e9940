from odoo.fields import Date
from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, REP


class LoadTourCommon(HttpCase):
    """Tour Harbour has an owner, a customer to visit and a quiet one; Tour Hills has nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "sft_tour_manager", groups=MANAGER, name="Mara Tour")
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Tour")
        Territory = cls.env["crm.territory"]
        Territory.search([]).active = False
        cls.harbour, cls.hills = Territory.create(
            [{"name": "Tour Harbour"}, {"name": "Tour Hills"}]
        )
        cls.env["crm.territory.assignment"].create(
            {
                "territory_id": cls.harbour.id,
                "user_id": cls.manager.id,
                "date_from": Date.today(),
            }
        )
        customers = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_sales_customer": True}
                for name in ("Tour Busy", "Tour Lonely", "Tour Quiet")
            ]
        )
        visited = customers[:2].customer_status_id
        visited.class_id = cls.env.ref("sales_funnel_territory.crm_customer_class_a")
        customers[0].territory_id = customers[2].territory_id = cls.harbour
        customers[1].territory_id = cls.hills
        cls.env.flush_all()
        cls.env["crm.territory.load"]._refresh()


@tagged("-at_install", "post_install")
class TestLoadTour(LoadTourCommon):
    def test_a_manager_finds_what_is_unfair(self):
        self.env["crm.territory.load"].search([]).unlink()
        self.start_tour(
            "/odoo/territory-load", "sales_funnel_territory_load", login="sft_tour_manager"
        )
        self.assertEqual(self.harbour.load_state, "under")


@tagged("-at_install", "post_install")
class TestLoadTourPhone(LoadTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_rep_looks_at_his_zone(self):
        self.start_tour(
            "/odoo/territory-load", "sales_funnel_territory_load_phone", login="sft_tour_rep"
        )

    def test_territories_are_cards(self):
        self.start_tour(
            "/odoo/action-sales_funnel_territory.crm_territory_action",
            "sales_funnel_territory_cards_phone",
            login="sft_tour_rep",
        )
