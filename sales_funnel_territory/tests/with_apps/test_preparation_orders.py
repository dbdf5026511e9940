from datetime import datetime

from odoo.tests import tagged

from ..test_crm_preparation import PreparationCommon


@tagged("-at_install", "post_install")
class TestPreparationOrders(PreparationCommon):
    """With Odoo's Sales: orders and quotations of the customer are known before a visit."""

    def setUp(self):
        super().setUp()
        if "sale.order" not in self.env:
            raise AssertionError("Odoo's Sales is not here: `make test` runs this where it is")
        self.order, self.offer = (
            self.env["sale.order"]
            .with_user(self.rep)
            .create(
                [
                    {"partner_id": self.contact.id, "date_order": datetime(2026, 12, day)}
                    for day in (1, 2)
                ]
            )
        )
        self.order.action_confirm()
        self.offer.action_quotation_sent()
        self.env.flush_all()

    def test_the_last_ones_with_their_state(self):
        found = self._prepare(self.next_visit)
        part = self._part(found, "purchase")
        self.assertEqual(part["label"], "Orders and Quotations")
        states = {item["title"]: item["badges"][0]["text"] for item in part["items"]}
        self.assertEqual(states, {self.order.name: "Order", self.offer.name: "Quotation Sent"})
        suggested = [one["text"] for one in found["purpose"]["suggestions"]]
        self.assertIn(f"Get an answer to quotation {self.offer.name}", suggested)

    def test_orders_of_a_colleague_stay_his(self):
        self.assertFalse(self._titles(self._prepare(self.customer, self.rep_beside), "purchase"))
        self.assertEqual(
            len(self._titles(self._prepare(self.customer, self.manager), "purchase")), 2
        )
