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

    @api.model
    def _may_read_purchases(self):
        return self.env["crm.lead"].has_access("read")

    @api.model
    def _get_purchases_label(self):
        return self.env._("Won Before")

    @api.model
    def _read_last_purchases(self, customer, limit):
        """Return the last opportunities that were won, in place of orders."""
        leads = self.env["crm.lead"].search_fetch(
            [
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("type", "=", "opportunity"),
                ("won_status", "=", "won"),
            ],
            ["name", "date_closed", "expected_revenue", "company_id"],
            order="date_closed DESC, id DESC",
            limit=limit,
        )
        return [
            {
                "record": lead,
                "name": lead.name,
                "state": "won",
                "moment": lead.date_closed,
                "amount": lead.expected_revenue,
                "currency": lead.company_currency,
            }
            for lead in leads
        ]
