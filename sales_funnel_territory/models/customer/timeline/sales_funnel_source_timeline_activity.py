from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineActivity(models.AbstractModel):
    """Other activities that were done."""

    _name = "sales.funnel.source.timeline.activity"
    _inherit = "sales.funnel.source.timeline_message"
    _description = "Timeline: Done Activities"

    _entry_icon = "fa-check-square-o"
    _entry_sequence = 50

    @api.model
    def _get_label(self):
        return self.env._("Done Activities")

    @api.model
    def _get_message_domain(self):
        return Domain("mail_activity_type_id", "!=", False) & (
            Domain("mail_activity_type_id.contact_kind", "=", False)
            | Domain("mail_activity_type_id.contact_kind", "!=", "call")
        )

    @api.model
    def _get_title(self, message):
        return message.mail_activity_type_id.name
