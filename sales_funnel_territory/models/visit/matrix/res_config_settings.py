from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When something is urgent or important in the time matrix."""

    _inherit = "res.config.settings"

    matrix_urgent_days = fields.Integer(related="company_id.matrix_urgent_days", readonly=False)
    matrix_least_amount = fields.Monetary(
        related="company_id.matrix_least_amount",
        readonly=False,
        currency_field="matrix_currency_id",
    )
    matrix_currency_id = fields.Many2one(related="company_id.currency_id", string="Matrix Currency")
