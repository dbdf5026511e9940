from odoo import models

from .crm_call_report import OPEN_STATES


class IrAttachment(models.Model):
    """Files of a submitted report stay, also for who has sent them."""

    _inherit = "ir.attachment"

    def _has_attachments_ownership(self, attachment_tokens):
        """A token from the time when the report was open opens nothing any more."""
        return super()._has_attachments_ownership(attachment_tokens) and self._may_change_reports()

    def _may_change_reports(self):
        # sudo: whose files they are, and whether the report is open
        ids = self.sudo().filtered(lambda one: one.res_model == "crm.call.report").mapped("res_id")
        reports = self.env["crm.call.report"].sudo().browse(ids).exists()
        return all(report.state in OPEN_STATES for report in reports)
