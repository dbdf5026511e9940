from odoo import api, fields, models


class CrmLead(models.Model):
    """The people who decide about a lead."""

    _inherit = "crm.lead"

    buying_role_ids = fields.One2many("crm.buying.role", "lead_id", string="Buying Roles")

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), "crm.buying.role"]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        leads = (self | opportunities).with_context(active_test=False)
        leads.buying_role_ids._move_to(self)
        return result
