from odoo import fields, models


class CrmLead(models.Model):
    """The people who decide about a lead."""

    _inherit = "crm.lead"

    buying_role_ids = fields.One2many("crm.buying.role", "lead_id", string="Buying Roles")

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        leads = (self | opportunities).with_context(active_test=False)
        leads.buying_role_ids._move_to(self)
        return result
