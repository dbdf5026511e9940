from odoo import api, models


class CrmLead(models.Model):
    """Merging leads keeps the waivers for commit, and a category that was set by hand."""

    _inherit = "crm.lead"

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), "crm.forecast.waiver"]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        self.env["crm.forecast.waiver"]._merge_leads(self, opportunities)
        return result
