from odoo import models


class CrmLead(models.Model):
    """Merging leads keeps what was stated, asked and decided about each."""

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        for model in ("crm.stage.gate.statement", "crm.stage.waiver", "crm.stage.approval"):
            self.env[model]._merge_leads(self, opportunities)
        return result
