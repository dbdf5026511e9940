from odoo import Command
from odoo.tests import tagged

from ..common import FunnelCommon


@tagged("-at_install", "post_install")
class TestOrderMargin(FunnelCommon):
    """With margins in Odoo's sales orders: gross profit is theirs, where an order is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env["sales.funnel.source"]._get_source("margin") is None:
            raise AssertionError("Margins are not here: `make test` runs this where they are")
        cls.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        cls.product = cls.env["product.product"].create(
            {"name": "Press", "list_price": 100, "standard_price": 60}
        )

    def _win(self, amount):
        deal = self._create_lead(stage=self.stage_in, expected_revenue=amount)
        deal.action_set_won()
        self.env.cr.flush()
        return deal

    def test_the_orders_margin_counts_else_the_teams_rate(self):
        ordered, _other = self._win(1000), self._win(500)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "opportunity_id": ordered.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 2,
                            "price_unit": 100,
                            "purchase_price": 60,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        measured = self._measured()
        self.assertEqual(measured["gross_profit"], 450, "a quotation is no order")
        order.action_confirm()
        self.env.flush_all()
        measured = self._measured()
        self.assertEqual((measured["amount"], measured["gross_profit"]), (1500, 400 + 150))

    def _measured(self):
        return self.env["crm.sales.formula"].with_user(self.manager).get_formula()["measured"]
