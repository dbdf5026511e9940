from datetime import timedelta

from odoo import Command
from odoo.fields import Datetime
from odoo.tests import tagged

from ..test_crm_white_space import WhiteSpaceCommon


@tagged("-at_install", "post_install")
class TestOrders(WhiteSpaceCommon):
    """With Odoo's Sales: what was ordered counts, an opportunity that became an order once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "sale.order" not in cls.env:
            raise AssertionError("Odoo's Sales is not here: `make test` runs this where it is")

    def _order(self, product, quantity, days_ago=10, customer=None, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": (customer or self.customer).id,
                "user_id": self.rep.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": product.list_price,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = Datetime.now() - timedelta(days=days_ago)
        self.env.flush_all()
        return order

    def test_orders_make_the_rhythm(self):
        for days_ago in (184, 142, 100):
            self._order(self.pump, 1, days_ago)
        self._order(self.pump, 1, 1).with_context(disable_cancel_warning=True)._action_cancel()
        self._refresh()
        figures = self._figures()
        self.assertEqual((figures.order_day_count, figures.order_gap), (3, 42))
        self.assertTrue(self.customer.is_sleeping)

    def test_an_opportunity_that_became_an_order_counts_once(self):
        lead = self._win(110)
        self._order(self.pump, 1, 100, opportunity_id=lead.id)
        self._win(50)
        self._refresh()
        self.assertEqual(self._figures().order_day_count, 2)

    def test_the_matrix_reads_orders(self):
        self._order(self.pump, 3)
        self._order(self.hose, 2, customer=self.newcomer, user_id=self.colleague.id)
        self._order(self.tank, 1, days_ago=500)
        self._sell(self.tank, 7)  # won, but never ordered
        draft = self.env["sale.order"].create({"partner_id": self.quiet.id})
        matrix = self._matrix(period="year")
        self.assertTrue(matrix["is_ordered"])
        self.assertEqual(
            matrix["cells"],
            {
                self.customer.id: {self.pumps.id: 300},
                self.newcomer.id: {self.hoses.id: 20},
            },
        )
        self.assertEqual((matrix["total"], matrix["count"]), (320, 3))
        self.assertEqual(self._matrix(period="all")["total"], 820)
        self.assertEqual(draft.state, "draft")

    def test_each_sees_his_own_orders_and_a_click_shows_them(self):
        self._order(self.pump, 3)
        self._order(self.hose, 2, customer=self.newcomer, user_id=self.colleague.id)
        for user, total in [(self.rep, 300), (self.colleague, 20), (self.manager, 320)]:
            with self.subTest(user=user.login):
                self.assertEqual(self._matrix(user)["total"], total)
                model = self.env["crm.white.space"].with_user(user)
                rows = self._opened(model.action_open_purchases({}), user)
                self.assertEqual(sum(rows.mapped("price_subtotal")), total)
        self.assertEqual(self._matrix(self.foreigner)["total"], 0)
