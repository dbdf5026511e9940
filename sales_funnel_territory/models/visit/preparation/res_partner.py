from odoo import models


class ResPartner(models.Model):
    """Opens its preparation."""

    _inherit = "res.partner"

    def action_prepare(self):
        """Show all there is to know before one goes there or calls."""
        self.ensure_one()
        return self.env["crm.preparation"]._get_action(self)
