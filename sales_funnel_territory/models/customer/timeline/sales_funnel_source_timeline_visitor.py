from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineVisitor(models.AbstractModel):
    """People of the customer who came to a show-room or a stand."""

    _name = "sales.funnel.source.timeline.visitor"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Visitors"

    _entry_model = "crm.lead"
    _entry_moment = "visited_on"
    _entry_icon = "fa-street-view"
    _entry_sequence = 90
    _entry_fields = ("name", "visitor_need", "user_id", "partner_id", "source_id")

    @api.model
    def _get_label(self):
        return self.env._("Visitors")

    @api.model
    def _get_domain(self, scope):
        return (
            Domain("id", "in", scope.leads)
            & Domain("is_visitor", "=", True)
            & Domain("visited_on", "!=", False)
            & (Domain("partner_id", "=", scope.person.id) if scope.person else Domain.TRUE)
        )

    @api.model
    def _describe(self, records, scope):
        return {
            lead: {
                "title": lead.source_id.name or lead.name,
                "text": lead.visitor_need or "",
                # sudo: a name, as many2one fields show it
                "who": lead.user_id.sudo().name or "",
                "people": self._name_people(lead.partner_id, scope),
            }
            for lead in records
        }
