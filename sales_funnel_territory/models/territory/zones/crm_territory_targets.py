from odoo import models


class CrmTerritory(models.Model):
    """Zones that are merged: their targets are added to those of the one that stays."""

    _inherit = "crm.territory"

    def merge_into(self, keep):
        result = super().merge_into(keep)
        self.env["crm.sales.target"]._hand_over(self - keep, keep)
        return result
