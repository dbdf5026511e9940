from odoo import api, fields, models


class CrmCallReportChangeKindLead(models.AbstractModel):
    """Another amount, closing date or stage of an opportunity."""

    _name = "crm.call.report.change.kind.lead"
    _inherit = "crm.call.report.change.fields"
    _description = "Change by a Call Report: Opportunity"
    _kind_sequence = 70
    _kind_icon = "fa-star-o"

    @api.model
    def _get_label(self):
        return self.env._("Opportunity")

    @api.model
    def _offer(self, report):
        offers = []
        for deal in report._get_deals():
            for name, value in self._read_wanted(deal).items():
                offers += self._prepare_field(deal.lead_id, {name: value})
        return offers

    @api.model
    def _read_wanted(self, deal):
        """Return {field: value} of what the report says is different now."""
        wanted = {
            "expected_revenue": deal.expected_revenue,
            "date_deadline": deal.date_deadline and fields.Date.to_string(deal.date_deadline),
            "stage_id": deal.stage_id.id,
        }
        return {name: value for name, value in wanted.items() if value}
