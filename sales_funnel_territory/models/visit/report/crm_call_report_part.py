from odoo import api, fields, models


class CrmCallReportPart(models.AbstractModel):
    """A row of a call report: it is changed as long as its report is, and by whoever may."""

    _name = "crm.call.report.part"
    _inherit = ["crm.call.report.named"]
    _description = "Part of a Call Report"

    report_id = fields.Many2one(
        "crm.call.report", "Call Report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_report_open()
        return rows

    def write(self, vals):
        self._check_part_writable(vals)
        result = super().write(vals)
        if "report_id" in vals:
            self._check_report_open()
        return result

    def _check_part_writable(self, vals):
        """Refuse values that the report's state does not allow; parts may allow some."""
        self._check_report_open()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_report_open()

    def _check_report_open(self):
        """Refuse to touch parts of reports that were submitted.

        :raises UserError: naming the first one
        """
        if self.env.su:
            return
        self.report_id._check_open()
        self.report_id.check_access("write")
