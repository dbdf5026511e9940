from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER

OPERATIONS = "sales_funnel_territory.group_supply_operations"
QUANTITIES = [f"{kind}_quantity" for kind in ("sales", "operations", "finance", "consensus")]


@tagged("post_install", "-at_install")
class TestSupplyForecastZero(HttpCase):
    """Nothing said is not zero: who expects that none is needed can say so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = new_test_user(cls.env, "sft_zero_olga", groups=OPERATIONS, name="Olga")
        cls.manager = new_test_user(cls.env, "sft_zero_manager", groups=MANAGER, name="David")
        cls.machines = cls.env["product.category"].create({"name": "Tour Machines"})
        press = cls.env["product.product"].create(
            {"name": "Tour Press", "categ_id": cls.machines.id}
        )
        cls.env["crm.lead"].create(
            {
                "name": "Tour: presses",
                "type": "opportunity",
                "date_deadline": cls.env.cr.now().date(),
                "line_ids": [(0, 0, {"product_id": press.id, "quantity": 5})],
            }
        )
        cls.env.flush_all()

    def _row(self, user):
        Supply = self.env["crm.supply.forecast"].with_user(user)
        return Supply.search([("categ_id", "=", self.machines.id)], order="month", limit=1)

    def _save(self, user, **said):
        specification = {name: {} for name in ("state", *QUANTITIES)}
        specification |= {name.replace("quantity", "by_id"): {} for name in QUANTITIES}
        return self._row(user).web_save(said, specification)[0]

    def test_as_the_list_sends_it(self):
        self.assertFalse(self._row(self.olga).operations_by_id)
        seen = self._save(self.olga, operations_quantity=0)
        self.assertEqual((seen["operations_quantity"], seen["operations_by_id"]), (0, self.olga.id))
        self.assertFalse(seen["finance_by_id"], "nobody else said anything")
        self.assertEqual(seen["state"], "partly")

    def test_all_agree_that_none_is_needed(self):
        seen = self._save(self.manager, sales_quantity=0, operations_quantity=0, finance_quantity=0)
        self.assertEqual((seen["state"], seen["consensus_quantity"]), ("agreed", 0))
        self.assertEqual(seen["consensus_by_id"], self.manager.id)

    def test_a_zero_typed_into_an_empty_cell_and_taken_back(self):
        self.start_tour(
            "/odoo/supply-forecast", "sales_funnel_territory_supply_zero", login="sft_zero_olga"
        )
        self.assertEqual(self._row(self.olga).state, "none")
        Number = self.env["crm.supply.forecast.number"]
        said = Number.search([("categ_id", "=", self.machines.id)], order="id")
        self.assertEqual(said.mapped("is_withdrawn"), [False, True], "each said once")
