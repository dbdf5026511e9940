from odoo import api, models
from odoo.fields import Domain

from .sales_funnel_source_timeline_message import IS_INTERNAL


class SalesFunnelSourceTimelineMail(models.AbstractModel):
    """E-mails and messages with the customer, no internal notes."""

    _name = "sales.funnel.source.timeline.mail"
    _inherit = "sales.funnel.source.timeline_message"
    _description = "Timeline: E-mails"

    _entry_icon = "fa-envelope-o"
    _entry_is_contact = True
    _entry_sequence = 30

    @api.model
    def _get_label(self):
        return self.env._("E-mails")

    @api.model
    def _get_message_domain(self):
        return (
            Domain("message_type", "in", ["email", "email_outgoing", "comment"])
            & Domain("mail_activity_type_id", "=", False)
            & ~IS_INTERNAL
        )
