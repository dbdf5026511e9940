from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    territory_sets_responsible = fields.Boolean(
        related="company_id.territory_sets_responsible", readonly=False
    )
    territory_moves_leads = fields.Boolean(
        related="company_id.territory_moves_leads", readonly=False
    )
