from odoo import api, models
from odoo.fields import Domain

from .sales_funnel_source_timeline_message import IS_INTERNAL


class SalesFunnelSourceTimelineNote(models.AbstractModel):
    """What colleagues noted for each other."""

    _name = "sales.funnel.source.timeline.note"
    _inherit = "sales.funnel.source.timeline_message"
    _description = "Timeline: Notes"

    _entry_icon = "fa-sticky-note-o"
    _entry_sequence = 40

    @api.model
    def _get_label(self):
        return self.env._("Notes")

    @api.model
    def _get_message_domain(self):
        return (
            Domain("message_type", "in", ["email", "comment"])
            & Domain("mail_activity_type_id", "=", False)
            & IS_INTERNAL
        )
