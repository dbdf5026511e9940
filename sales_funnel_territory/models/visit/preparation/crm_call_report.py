from odoo import models


class CrmCallReport(models.Model):
    """Opens its preparation."""

    _inherit = "crm.call.report"

    def action_prepare(self):
        """Show all there is to know before one goes there or calls."""
        self.ensure_one()
        return self.env["crm.preparation"]._get_action(self)
