from odoo import models


class CrmVisit(models.Model):
    """A visit on a phone: one tap calls, goes there, opens its report."""

    _name = "crm.visit"
    _inherit = ["crm.visit", "crm.way.mixin"]

    def action_report_phone(self):
        """Write the report on this visit as the phone shows it."""
        self.ensure_one()
        return self.env["crm.call.report"]._get_phone_action(visit_id=self.id)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Who does not want each notice finds it with the record."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return self.env["res.users"]._without_quiet(recipients, message, msg_vals)
