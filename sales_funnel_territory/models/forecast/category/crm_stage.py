from odoo import models


class CrmStage(models.Model):
    _inherit = "crm.stage"

    def write(self, vals):
        if "forecast_category" not in vals:
            return super().write(vals)
        before = {stage: stage.forecast_category for stage in self}
        result = super().write(vals)
        changed = self.filtered(lambda stage: before[stage] != stage.forecast_category)
        if changed:
            self.env["crm.lead"]._follow_categories(changed)
        return result
