from odoo import api, models
from odoo.tools import SQL

_RULE = (
    "['|', '|', ('invoice_user_id', '=', user.id), ('partner_id', '=', False),"
    " ('partner_id.is_in_view', '=', True)]"
)


class CrmCustomerAccessSourceInvoice(models.AbstractModel):
    """Invoices to customers, where Odoo's Invoicing is installed: their salesperson."""

    _name = "crm.customer.access.source.invoice"
    _inherit = "crm.customer.access.source"
    _description = "Invoices That Let See a Customer"

    _document_model = "account.move"
    _document_fields = ("partner_id", "partner_shipping_id", "invoice_user_id")

    _document_rules = dict.fromkeys(("account.move", "account.invoice.report"), _RULE)

    @api.model
    def _get_partner_ids(self, documents):
        return (documents.partner_id | documents.partner_shipping_id).ids

    @api.model
    def _documents_sql(self, scope):
        return SQL(" UNION ALL ").join(
            SQL(
                """SELECT %s FROM account_move AS invoice
                WHERE invoice.invoice_user_id IS NOT NULL
                  AND invoice.move_type IN ('out_invoice', 'out_refund') AND %s""",
                self._row_sql(column, SQL("invoice.invoice_user_id"), "invoice"),
                scope(column),
            )
            for column in (SQL.identifier("invoice", name) for name in self._document_fields[:-1])
        )
