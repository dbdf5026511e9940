from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAccessSourceHelp(models.AbstractModel):
    """Help requests: who asked, who is asked, and to whom it was escalated."""

    _name = "crm.customer.access.source.help"
    _inherit = "crm.customer.access.source"
    _description = "Help Requests That Let See a Customer"

    _document_model = "crm.help.request"
    _document_fields = ("partner_id", "requester_id", "helper_id", "escalated_to_id")

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(row)s FROM crm_help_request AS request
            CROSS JOIN LATERAL unnest(ARRAY[request.requester_id, request.helper_id,
                request.escalated_to_id]) AS person(id)
            WHERE request.partner_id IS NOT NULL AND %(scope)s""",
            row=self._row_sql(SQL("request.partner_id"), SQL("person.id"), "help"),
            scope=scope(SQL("request.partner_id")),
        )
