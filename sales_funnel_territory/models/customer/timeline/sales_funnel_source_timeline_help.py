from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineHelp(models.AbstractModel):
    """Colleagues who were asked for help with the customer."""

    _name = "sales.funnel.source.timeline.help"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Help Requests"

    _entry_model = "crm.help.request"
    _entry_moment = "asked_on"
    _entry_icon = "fa-life-ring"
    _entry_sequence = 92
    _entry_fields = ("name", "state", "answer", "requester_id", "helper_id")

    @api.model
    def _get_label(self):
        return self.env._("Help Requests")

    @api.model
    def _get_domain(self, scope):
        return Domain("partner_id", "any", scope.people)

    @api.model
    def _describe(self, records, scope):
        states = dict(records._fields["state"]._description_selection(self.env))
        return {
            request: {
                "title": request.name,
                "text": self._shorten(request.answer) or states[request.state],
                # sudo: names, as many2one fields show them
                "who": self.env._(
                    "%(asking)s asked %(helper)s",
                    asking=request.requester_id.sudo().name,
                    helper=request.helper_id.sudo().name,
                ),
            }
            for request in records
        }
