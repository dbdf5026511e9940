from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAccessSourceActivity(models.AbstractModel):
    """Activities that are to be done with a customer, or on one of his opportunities."""

    _name = "crm.customer.access.source.activity"
    _inherit = "crm.customer.access.source"
    _description = "Activities That Let See a Customer"

    _document_model = "mail.activity"
    _document_fields = ("user_id", "res_id", "res_model_id", "active")

    @api.model
    def _get_partner_ids(self, documents):
        on = {
            model: documents.filtered(lambda one, model=model: one.res_model == model)
            for model in ("res.partner", "crm.lead")
        }
        leads = self.env["crm.lead"].browse(on["crm.lead"].mapped("res_id")).exists()
        return [*on["res.partner"].mapped("res_id"), *leads.partner_id.ids]

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(direct)s FROM mail_activity AS activity
            WHERE activity.active AND activity.res_model = 'res.partner' AND %(of_partner)s
            UNION ALL
            SELECT %(concerned)s FROM mail_activity AS activity
            JOIN crm_lead AS lead ON lead.id = activity.res_id
            WHERE activity.active AND activity.res_model = 'crm.lead'
              AND lead.partner_id IS NOT NULL AND %(of_lead)s""",
            direct=self._row_sql(SQL("activity.res_id"), SQL("activity.user_id"), "activity"),
            concerned=self._row_sql(SQL("lead.partner_id"), SQL("activity.user_id"), "activity"),
            of_partner=scope(SQL("activity.res_id")),
            of_lead=scope(SQL("lead.partner_id")),
        )
