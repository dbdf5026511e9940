from odoo.tests import tagged

from ..test_crm_customer_timeline import TimelineCommon


@tagged("-at_install", "post_install")
class TestTimelineOrders(TimelineCommon):
    """With Odoo's Sales: confirmed orders of the customer stand on its timeline."""

    def setUp(self):
        super().setUp()
        if "sale.order" not in self.env:
            raise AssertionError("Odoo's Sales is not here: `make test` runs this where it is")
        self.order = self.env["sale.order"].with_user(self.rep).create({"partner_id": self.paul.id})

    def test_an_order_once_it_is_confirmed(self):
        self.assertFalse(self._entries("order"))
        self.order.action_confirm()
        [entry] = self._entries("order")
        self.assertEqual(entry["title"], self.order.name)
        self.assertEqual((entry["who"], entry["people"]), ("Rosa Rep", "Paul"))
        self.assertTrue(self._entries("order", person_id=self.paul.id))
        self.assertFalse(self._entries("order", person_id=self.petra.id))

    def test_orders_of_a_colleague_stay_his(self):
        self.order.action_confirm()
        self.assertFalse(self._entries("order", user=self.rep_beside))
        self.assertTrue(self._entries("order", user=self.manager))
