from odoo import models


class CrmLead(models.Model):
    """Opens its preparation."""

    _inherit = "crm.lead"

    def action_prepare(self):
        """Show all there is to know before one goes there or calls."""
        self.ensure_one()
        return self.env["crm.preparation"]._get_action(self)
