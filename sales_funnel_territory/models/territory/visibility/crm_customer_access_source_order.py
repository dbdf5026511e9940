from odoo import api, models
from odoo.tools import SQL


def _get_rule(user, partner):
    """Return the domain of one's own, and of those of customers whom one sees."""
    return f"['|', ('{user}', '=', user.id), ('{partner}.is_in_view', '=', True)]"


class CrmCustomerAccessSourceOrder(models.AbstractModel):
    """Quotations and orders, where Odoo's Sales is installed: their salesperson."""

    _name = "crm.customer.access.source.order"
    _inherit = "crm.customer.access.source"
    _description = "Orders That Let See a Customer"

    _document_model = "sale.order"
    _document_fields = ("partner_id", "partner_invoice_id", "partner_shipping_id", "user_id")

    _document_rules = {
        "sale.order": _get_rule("user_id", "partner_id"),
        "sale.order.line": _get_rule("salesman_id", "order_partner_id"),
        "sale.report": _get_rule("user_id", "partner_id"),
    }

    @api.model
    def _get_partner_ids(self, documents):
        names = self._document_fields[:-1]
        return [partner_id for name in names for partner_id in documents[name].ids]

    @api.model
    def _documents_sql(self, scope):
        return SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s FROM sale_order AS placed WHERE placed.user_id IS NOT NULL AND %s",
                self._row_sql(column, SQL("placed.user_id"), "order"),
                scope(column),
            )
            for column in (SQL.identifier("placed", name) for name in self._document_fields[:-1])
        )
