from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAccessSourceReport(models.AbstractModel):
    """Call reports: who wrote them, who was there, and whom they go to."""

    _name = "crm.customer.access.source.report"
    _inherit = "crm.customer.access.source"
    _description = "Call Reports That Let See a Customer"

    _document_model = "crm.call.report"
    _document_fields = ("partner_id", "user_id", "companion_ids", "to_ids", "cc_ids", "active")

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(row)s FROM crm_call_report AS report
            CROSS JOIN LATERAL (
                SELECT report.user_id AS id
                UNION SELECT res_users_id FROM crm_call_report_companion_rel
                    WHERE crm_call_report_id = report.id
                UNION SELECT res_users_id FROM crm_call_report_to_rel
                    WHERE crm_call_report_id = report.id
                UNION SELECT res_users_id FROM crm_call_report_cc_rel
                    WHERE crm_call_report_id = report.id) AS person
            WHERE report.active AND %(scope)s""",
            row=self._row_sql(SQL("report.partner_id"), SQL("person.id"), "report"),
            scope=scope(SQL("report.partner_id")),
        )
