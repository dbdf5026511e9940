from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """How the company cuts its years, and what it usually earns on revenue."""

    _inherit = "res.config.settings"

    fiscal_scheme = fields.Selection(
        related="company_id.fiscal_scheme", readonly=False, required=True
    )
    fiscal_first_month = fields.Selection(
        related="company_id.fiscal_first_month", readonly=False, required=True
    )
    fiscal_first_weekday = fields.Selection(
        related="company_id.fiscal_first_weekday", readonly=False, required=True
    )
    margin_rate = fields.Float(related="company_id.margin_rate", readonly=False)
    target_stray_count = fields.Integer(
        "Targets in No Period", compute="_compute_target_stray_count"
    )

    @api.depends("company_id")
    def _compute_target_stray_count(self):
        """Count the targets that still stand for periods of another scheme."""
        for settings in self:
            settings.target_stray_count = self.env["crm.sales.target"]._count_strays(
                settings.company_id
            )
