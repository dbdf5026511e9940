from odoo import models


class CrmVisitPlan(models.Model):
    """Notices about plans can be muted."""

    _inherit = "crm.visit.plan"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Who does not want each notice finds it with the record."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return self.env["res.users"]._without_quiet(recipients, message, msg_vals)
