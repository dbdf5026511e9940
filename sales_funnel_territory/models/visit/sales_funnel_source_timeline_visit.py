from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineVisit(models.AbstractModel):
    """Visits that were made or missed; those that are meetings stand there as meetings."""

    _name = "sales.funnel.source.timeline.visit"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Visits"

    _entry_model = "crm.visit"
    _entry_moment = "start"
    _entry_icon = "fa-map-marker"
    _entry_sequence = 12
    _entry_is_contact = True
    _entry_fields = ("state", "purpose", "missed_reason", "user_id", "contact_ids")

    @api.model
    def _get_label(self):
        return self.env._("Visits")

    @api.model
    def _get_domain(self, scope):
        own = Domain("partner_id.commercial_partner_id", "=", scope.customer.id)
        if scope.person:
            own &= Domain("contact_ids", "in", scope.person.ids)
        return (
            own
            & Domain("state", "in", ("under_way", "done", "missed"))
            & (Domain("origin", "!=", "appointment") | Domain("event_id", "=", False))
        )

    @api.model
    def _find_encounters(self, record):
        if record.state != "done":
            return []
        # sudo: a name, as many2one fields show it
        name = record.user_id.sudo().name
        return [(one, name) for one in record.contact_ids.ids]

    @api.model
    def _describe(self, records, scope):
        return {
            visit: {
                "title": visit.purpose or self.env._("Visit"),
                "text": self._tell_outcome(visit),
                # sudo: a name, as many2one fields show it
                "who": visit.user_id.sudo().name or "",
                "people": self._name_people(visit.contact_ids, scope),
            }
            for visit in records
        }

    @api.model
    def _tell_outcome(self, visit):
        if visit.missed_reason:
            return self.env._("Missed: %(reason)s", reason=visit.missed_reason)
        return dict(visit._fields["state"]._description_selection(self.env))[visit.state]
