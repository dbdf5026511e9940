from odoo import api, fields, models


class CrmCallReport(models.Model):
    """A call report on a phone."""

    _name = "crm.call.report"
    _inherit = ["crm.call.report", "crm.way.mixin"]

    partner_phone = fields.Char(related="partner_id.phone")

    def action_write_phone(self):
        """Write the report as the phone shows it."""
        self.ensure_one()
        return self._get_phone_action(report_id=self.id)

    @api.model
    def _get_phone_action(self, **asked):
        action = self.env["ir.actions.client"]._for_xml_id(
            "sales_funnel_territory.crm_call_report_action_phone"
        )
        return {**action, "context": asked}

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Who does not want each notice finds it with the record."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return self.env["res.users"]._without_quiet(recipients, message, msg_vals)
