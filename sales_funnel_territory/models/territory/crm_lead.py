from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    territory_id = fields.Many2one(
        "crm.territory", copy=False, index="btree_not_null", ondelete="restrict"
    )
