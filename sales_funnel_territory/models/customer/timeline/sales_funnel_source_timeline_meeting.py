from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineMeeting(models.AbstractModel):
    """Meetings with people of the customer or on its opportunities, private ones as busy."""

    _name = "sales.funnel.source.timeline.meeting"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Meetings"

    _entry_model = "calendar.event"
    _entry_moment = "start"
    _entry_icon = "fa-calendar"
    _entry_sequence = 10
    _entry_is_contact = True
    _entry_fields = ("name", "location", "user_id", "partner_ids", "active")

    @api.model
    def _get_label(self):
        return self.env._("Meetings")

    @api.model
    def _get_domain(self, scope):
        with_people = Domain("partner_ids", "any", scope.people)
        on_leads = Domain("opportunity_id", "in", scope.leads)
        wanted = with_people if scope.person else with_people | on_leads
        return Domain("active", "=", True) & wanted

    @api.model
    def _find_encounters(self, record):
        # sudo: a name, as many2one fields show it
        name = record.user_id.sudo().name
        return [(one, name) for one in record.partner_ids.ids]

    @api.model
    def _describe(self, records, scope):
        return {
            event: {
                "title": event.name,
                "text": event.location or "",
                # sudo: a name, as many2one fields show it
                "who": event.user_id.sudo().name or "",
                "people": self._name_people(event.partner_ids, scope),
            }
            for event in records
        }
