from odoo import api, models


class CrmLead(models.Model):
    """The remaining lead keeps its own credit; corrections of all of them stay on record."""

    _inherit = "crm.lead"

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), "crm.won.credit.change"]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        # sudo: the record of what happened, which nobody writes
        changes = self.env["crm.won.credit.change"].sudo()
        changes.search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return result
