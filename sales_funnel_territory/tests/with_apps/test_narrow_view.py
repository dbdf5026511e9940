from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..test_crm_customer_access import NarrowCommon


@tagged("-at_install", "post_install")
class TestNarrowOrders(NarrowCommon):
    """With Odoo's Sales and Invoicing: forms of orders and invoices work as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "sale.order" not in cls.env or "account.move" not in cls.env:
            raise AssertionError("Sales is not here: `make test` runs this where it is")
        cls.product = cls.env["product.product"].create({"name": "Pump", "list_price": 100})
        cls._switch()

    def _order(self, customer, user, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": user.id,
                "order_line": [Command.create({"product_id": self.product.id})],
                **values,
            }
        )

    def test_the_salesperson_of_an_order_sees_its_customer(self):
        self.assertNotIn(self.beside, self._sees(self.rep, self.beside))
        order = self._order(self.beside, self.rep)
        self.assertEqual(self._sees(self.rep, self.beside), self.beside)
        with Form(order.with_user(self.rep)) as form:
            form.client_order_ref = "Seen"
        order.user_id = self.colleague
        self.assertNotIn(self.beside, self._sees(self.rep, self.beside))
        order.partner_id = self.customer
        order.user_id = self.rep_beside
        self.assertEqual(self._sees(self.rep_beside, self.customer), self.customer)
        order.unlink()
        self.assertNotIn(self.customer, self._sees(self.rep_beside, self.customer))

    def test_a_rep_sells_and_invoices_his_customer(self):
        self.product.invoice_policy = "order"
        self._settle()
        order = self.env["sale.order"].with_user(self.rep)
        with Form(order) as form:
            form.partner_id = self.customer.with_user(self.rep)
            with form.order_line.new() as line:
                line.product_id = self.product.with_user(self.rep)
        order = form.record
        order.action_confirm()
        self._settle()
        invoice = order.with_user(self.rep)._create_invoices()
        self.assertEqual(invoice.partner_id.with_env(self.env), self.customer)
        self._settle()
        self.assertEqual(invoice.with_user(self.rep).partner_id.name, "Hale Tools")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_sales_and_accounting_work_as_before(self):
        """Whoever writes invoices, too, needs every customer, and is not narrowed."""
        self.assertFalse(self._sees(self.rep, self.beside))
        self.rep.group_ids += self.env.ref("account.group_account_invoice")
        self.assertEqual(self._sees(self.rep, self.beside), self.beside)
        move = self.env["account.move"].with_user(self.rep)
        with Form(move.with_context(default_move_type="out_invoice")) as form:
            form.partner_id = self.beside.with_user(self.rep)
            with form.invoice_line_ids.new() as line:
                line.product_id = self.product.with_user(self.rep)
        form.record.action_post()
        self.assertEqual(form.record.state, "posted")
        order = self._order(self.beside, self.colleague)
        with self.assertRaises(AccessError):
            order.with_user(self.rep).read(["name"])  # Odoo's own rule, as before
        with Form(self.env["sale.order"].with_user(self.rep)) as form:
            form.partner_id = self.beside.with_user(self.rep)
            form.user_id = self.rep  # Odoo proposes the customer's

    def test_the_salesperson_of_an_invoice_sees_its_customer(self):
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.beside.id,
                "invoice_user_id": self.rep.id,
            }
        )
        self.assertEqual(self._sees(self.rep, self.beside), self.beside)

    def test_an_accountant_is_not_touched(self):
        clerk = self.env.ref("account.group_account_invoice")
        self.rep_beside.group_ids = clerk | self.env.ref("base.group_user")
        everything = self.customer | self.beside | self.person_beside
        self.assertEqual(self._sees(self.rep_beside, everything), everything)

    def test_a_customer_in_the_portal_sees_his_order(self):
        self.portal.partner_id.parent_id = self.beside
        order = self._order(self.beside, self.colleague)
        order.action_confirm()
        self._settle()
        own = order.with_user(self.portal)
        self.assertEqual(own.partner_id.name, "Bell Works")

    def test_orders_of_nobody_follow_the_customer(self):
        """A form that shows a hidden customer could not be opened; so its order is hidden, too."""
        own = self._order(self.customer, self.env["res.users"])
        others = self._order(self.beside, self.env["res.users"])
        (own | others).user_id = False
        self._settle()
        self.assertTrue(own.with_user(self.rep).has_access("read"))
        self.assertFalse(others.with_user(self.rep).has_access("read"))
        self.assertTrue(others.with_user(self.colleague).has_access("read"))
