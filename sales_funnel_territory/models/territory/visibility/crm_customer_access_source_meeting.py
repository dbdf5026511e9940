from odoo import api, models
from odoo.tools import SQL


class CrmCustomerAccessSourceMeeting(models.AbstractModel):
    """Meetings with people of a customer, or on his opportunities: who holds or attends them."""

    _name = "crm.customer.access.source.meeting"
    _inherit = "crm.customer.access.source"
    _description = "Meetings That Let See a Customer"

    _document_model = "calendar.event"
    _document_fields = ("partner_ids", "user_id", "opportunity_id", "active")

    @api.model
    def _get_partner_ids(self, documents):
        return (documents.partner_ids | documents.opportunity_id.partner_id).ids

    @api.model
    def _documents_sql(self, scope):
        return SQL(
            """SELECT %(invited)s
            FROM calendar_event_res_partner_rel AS invited
            JOIN calendar_event AS event ON event.id = invited.calendar_event_id AND event.active
            %(people)s
            WHERE %(of_invited)s
            UNION ALL
            SELECT %(concerned)s
            FROM calendar_event AS event
            JOIN crm_lead AS lead ON lead.id = event.opportunity_id
            %(people)s
            WHERE event.active AND lead.partner_id IS NOT NULL AND %(of_lead)s""",
            invited=self._row_sql(SQL("invited.res_partner_id"), SQL("person.id"), "meeting"),
            concerned=self._row_sql(SQL("lead.partner_id"), SQL("person.id"), "meeting"),
            people=SQL(
                """CROSS JOIN LATERAL (
                    SELECT event.user_id AS id UNION
                    SELECT account.id FROM calendar_event_res_partner_rel AS guest
                    JOIN res_users AS account ON account.partner_id = guest.res_partner_id
                    WHERE guest.calendar_event_id = event.id) AS person"""
            ),
            of_invited=scope(SQL("invited.res_partner_id")),
            of_lead=scope(SQL("lead.partner_id")),
        )
