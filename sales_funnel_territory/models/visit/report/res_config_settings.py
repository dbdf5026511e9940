from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    call_report_hours = fields.Integer(related="company_id.call_report_hours", readonly=False)
    call_report_visits = fields.Selection(
        related="company_id.call_report_visits", readonly=False, required=True
    )
    call_report_backdate_days = fields.Integer(
        related="company_id.call_report_backdate_days", readonly=False
    )
