from odoo import api, models

from .crm_call_report import OPEN_STATES


class CrmHandoverSourceReport(models.AbstractModel):
    """Reports that somebody has still to write; his action items go with their activities."""

    _name = "crm.handover.source.report"
    _inherit = ["crm.handover.source"]
    _description = "Call Reports in a Hand-over"

    _handover_model = "crm.call.report"
    _handover_sequence = 65

    @api.model
    def _get_label(self):
        return self.env._("Call reports")

    @api.model
    def _find(self, handover):
        return self.env["crm.call.report"].search(
            [("user_id", "=", handover.from_user_id.id), ("state", "in", OPEN_STATES)]
        )

    @api.model
    def _get_customers(self, records):
        return {report.id: report.customer_id for report in records}

    @api.model
    def _log(self, records, sentence):
        records._message_log_batch(bodies=dict.fromkeys(records.ids, sentence))
