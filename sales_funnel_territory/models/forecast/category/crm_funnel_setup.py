from odoo import models


class CrmFunnelSetup(models.Model):
    """A set-up moves leads by SQL: their categories move with them, and come back."""

    _inherit = "crm.funnel.setup"

    def _move_leads(self):
        super()._move_leads()
        self.env["crm.lead"]._follow_categories(self.new_stage_ids, anew=True)

    def _restore_leads(self):
        stages = self.line_ids.stage_id
        super()._restore_leads()
        self.env["crm.lead"]._follow_categories(stages)
