from odoo import api, models
from odoo.tools import SQL


class SalesFunnelSourceMargin(models.AbstractModel):
    """Margins of orders that opportunities have become: from Odoo's Margins in Sales Orders."""

    _name = "sales.funnel.source.margin"
    _inherit = "sales.funnel.source"
    _description = "Source: Margins of Orders"

    @api.model
    def _is_available(self):
        if "sale.order" not in self.env:
            return False
        return {"margin", "opportunity_id"} <= set(self.env["sale.order"]._fields)

    @api.model
    def _margin_rate_sql(self, lead_id):
        """Select margin / revenue of an opportunity's confirmed orders; NULL without any.

        Orders may be in several currencies: each is taken at its own rate.
        """
        self.env["sale.order"].flush_model(
            ["margin", "amount_untaxed", "currency_rate", "opportunity_id", "state"]
        )
        return SQL(
            """SELECT (SUM(placed.margin / COALESCE(NULLIF(placed.currency_rate, 0), 1))
                / NULLIF(SUM(placed.amount_untaxed
                    / COALESCE(NULLIF(placed.currency_rate, 0), 1)), 0))::numeric
            FROM sale_order AS placed
            WHERE placed.opportunity_id = %s AND placed.state = 'sale'""",
            lead_id,
        )
