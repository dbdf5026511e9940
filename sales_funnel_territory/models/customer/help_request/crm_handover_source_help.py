from odoo import api, models


class CrmHandoverSourceHelp(models.AbstractModel):
    """Open help requests that somebody was asked, with their activity."""

    _name = "crm.handover.source.help"
    _inherit = ["crm.handover.source"]
    _description = "Help Requests in a Hand-over"

    _handover_model = "crm.help.request"
    _handover_sequence = 40
    _handover_kept = ("helper_id",)

    @api.model
    def _get_label(self):
        return self.env._("Help requests")

    @api.model
    def _find(self, handover):
        return self.env["crm.help.request"].search(
            [("helper_id", "=", handover.from_user_id.id), ("state", "=", "asked")]
        )

    @api.model
    def _get_customers(self, records):
        return {request.id: request.partner_id for request in records}
