from odoo import models


class CrmTerritory(models.Model):
    """Whoever works in a territory sees the customers of all territories below it."""

    _inherit = "crm.territory"

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals:
            self.env["crm.customer.audience"]._note_territories(self)
        return result
