from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAccessSourceVisit(models.AbstractModel):
    """Visits, those called off aside: who holds them, and who comes along.

    A meeting that was deleted lets nobody see more, whatever its visit waits for.
    """

    _name = "crm.customer.access.source.visit"
    _inherit = "crm.customer.access.source"
    _description = "Visits That Let See a Customer"

    _document_model = "crm.visit"
    _document_fields = (
        "partner_id",
        "user_id",
        "companion_ids",
        "state",
        "active",
        "origin",
        "is_event_lost",
    )

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(row)s FROM crm_visit AS visit
            CROSS JOIN LATERAL (
                SELECT visit.user_id AS id UNION
                SELECT companion.res_users_id FROM crm_visit_companion_rel AS companion
                WHERE companion.crm_visit_id = visit.id) AS person
            WHERE visit.active AND visit.state <> 'cancelled' AND visit.partner_id IS NOT NULL
              AND NOT (visit.origin = 'appointment' AND visit.is_event_lost IS TRUE)
              AND %(scope)s""",
            row=self._row_sql(SQL("visit.partner_id"), SQL("person.id"), "visit"),
            scope=scope(SQL("visit.partner_id")),
        )
