from odoo import api, models
from odoo.tools import SQL


class SalesFunnelSourceOrder(models.AbstractModel):
    """Confirmed orders of customers: from Odoo's Sales, where it is installed."""

    _name = "sales.funnel.source.order"
    _inherit = "sales.funnel.source"
    _description = "Source: Orders of Customers"

    @api.model
    def _is_available(self):
        return "sale.order" in self.env and "sale.report" in self.env

    @api.model
    def _get_purchases(self):
        """Return what was ordered, as ``sales.funnel.source.won`` does for opportunities.

        Odoo's analysis of orders keeps the reader's rights and converts to the currency of the
        company he works in.
        """
        return {
            "model": "sale.report",
            "customer": "commercial_partner_id",
            "amount": "price_subtotal",
            "currency": "currency_id",
            "date": "date",
            "domain": [("state", "in", self.env["sale.report"]._get_done_states())],
        }

    @api.model
    def _may_read_purchases(self):
        return self.env["sale.order"].has_access("read")

    @api.model
    def _get_purchases_label(self):
        return self.env._("Orders and Quotations")

    @api.model
    def _read_last_purchases(self, customer, limit):
        """Return the last orders and quotations of a customer that the reader may see.

        :return: [{record, name, state (draft / sent / confirmed), moment, amount, currency}]
        """
        orders = self.env["sale.order"].search_fetch(
            [
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("state", "in", ("draft", "sent", "sale")),
            ],
            ["name", "state", "date_order", "amount_untaxed", "currency_id"],
            order="date_order DESC, id DESC",
            limit=limit,
        )
        return [
            {
                "record": order,
                "name": order.name,
                "state": "confirmed" if order.state == "sale" else order.state,
                "moment": order.date_order,
                "amount": order.amount_untaxed,
                "currency": order.currency_id,
            }
            for order in orders
        ]

    @api.model
    def _order_days_sql(self, day_sql):
        """Select (customer, company, day) of each confirmed order.

        :param day_sql: turns (moment, company) in SQL into a day of the company
        """
        self.env["sale.order"].flush_model()
        return SQL(
            """SELECT contact.commercial_partner_id AS customer_id, placed.company_id, %s AS day
            FROM sale_order AS placed
            JOIN res_partner AS contact ON contact.id = placed.partner_id
            WHERE placed.state = 'sale'""",
            day_sql(SQL("placed.date_order"), SQL("placed.company_id")),
        )

    @api.model
    def _is_ordered_sql(self, lead_id):
        """Tell in SQL whether a lead has become a confirmed order, which then counts."""
        if "opportunity_id" not in self.env["sale.order"]._fields:
            return SQL("FALSE")
        return SQL(
            """EXISTS (SELECT FROM sale_order AS following
                WHERE following.opportunity_id = %s AND following.state = 'sale')""",
            lead_id,
        )
