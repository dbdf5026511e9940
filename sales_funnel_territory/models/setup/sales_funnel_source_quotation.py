from odoo import api, models

# From the least to the most a quotation can be; cancelled ones are none.
STATES = {"draft": "exists", "sent": "sent", "sale": "confirmed"}


class SalesFunnelSourceQuotation(models.AbstractModel):
    """Quotations of opportunities: from Odoo's Sales, where it is installed with CRM."""

    _name = "sales.funnel.source.quotation"
    _inherit = "sales.funnel.source"
    _description = "Source: Quotations of Opportunities"

    @api.model
    def _is_available(self):
        return "sale.order" in self.env and "opportunity_id" in self.env["sale.order"]._fields

    @api.model
    def _read_by_lead(self, leads):
        """Return {lead id: [(exists / sent / confirmed, order name, user name, date)]}."""
        # sudo: that there is a quotation must not depend on who may open it
        orders = (
            self.env["sale.order"]
            .sudo()
            .search_fetch(
                [("opportunity_id", "in", leads.ids), ("state", "in", list(STATES))],
                ["name", "state", "opportunity_id", "user_id", "date_order"],
                order="id",
            )
        )
        return {
            lead.id: [
                (STATES[order.state], order.name, order.user_id.name or "", order.date_order)
                for order in mine
            ]
            for lead, mine in orders.grouped("opportunity_id").items()
        }
