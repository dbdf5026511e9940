from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAccessSourceLead(models.AbstractModel):
    """Leads and opportunities, also closed ones: their salesperson; of those that no member of
    the team works on, the leaders of the team.
    """

    _name = "crm.customer.access.source.lead"
    _inherit = "crm.customer.access.source"
    _description = "Opportunities That Let See a Customer"

    _document_model = "crm.lead"
    _document_fields = ("partner_id", "user_id", "team_id", "active")

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(own)s FROM crm_lead AS lead
            WHERE lead.user_id IS NOT NULL AND lead.partner_id IS NOT NULL AND %(scope)s
            UNION ALL
            SELECT %(team)s FROM crm_lead AS lead
            LEFT JOIN res_users AS person ON person.id = lead.user_id
            WHERE lead.team_id IS NOT NULL AND lead.partner_id IS NOT NULL AND lead.active
              AND person.sale_team_id IS DISTINCT FROM lead.team_id AND %(scope)s""",
            own=self._row_sql(SQL("lead.partner_id"), SQL("lead.user_id"), "lead"),
            team=self._row_sql(
                SQL("lead.partner_id"), SQL("NULL"), "team", team=SQL("lead.team_id")
            ),
            scope=scope(SQL("lead.partner_id")),
        )
