from odoo import api, models


class SalesFunnelSourceWon(models.AbstractModel):
    """Products on won opportunities: always there, used where no app keeps orders."""

    _name = "sales.funnel.source.won"
    _inherit = "sales.funnel.source"
    _description = "Source: Products on Won Opportunities"

    @api.model
    def _is_available(self):
        return True

    @api.model
    def _get_purchases(self):
        """Return where what was bought stands: a model, its fields, and which rows count.

        The rows must have ``categ_id`` and ``team_id``, and rules of their own.
        """
        return {
            "model": "crm.lead.line.report",
            "customer": "partner_id",
            "amount": "amount",
            "currency": "company_currency",
            "date": "forecast_date",
            "domain": [("type", "=", "opportunity"), ("won_status", "=", "won")],
        }
