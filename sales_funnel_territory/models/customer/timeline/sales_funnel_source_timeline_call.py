from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineCall(models.AbstractModel):
    """Calls that were done."""

    _name = "sales.funnel.source.timeline.call"
    _inherit = "sales.funnel.source.timeline_message"
    _description = "Timeline: Calls"

    _entry_icon = "fa-phone"
    _entry_is_contact = True
    _entry_sequence = 20

    @api.model
    def _get_label(self):
        return self.env._("Calls")

    @api.model
    def _get_message_domain(self):
        return Domain("mail_activity_type_id.contact_kind", "=", "call")
