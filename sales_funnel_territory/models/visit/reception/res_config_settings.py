from odoo import api, fields, models

from ....tools.public_holidays import INSTALL, is_installed


class ResConfigSettings(models.TransientModel):
    """Public holidays of customers' countries, from a package that may be missing."""

    _inherit = "res.config.settings"

    has_customer_holidays = fields.Boolean(
        related="company_id.has_customer_holidays", readonly=False
    )
    route_horizon_weeks = fields.Integer(related="company_id.route_horizon_weeks", readonly=False)
    is_holidays_installed = fields.Boolean(compute="_compute_is_holidays_installed")
    holidays_command = fields.Char(compute="_compute_is_holidays_installed")

    @api.depends_context("uid")
    def _compute_is_holidays_installed(self):
        for settings in self:
            settings.is_holidays_installed = is_installed()
            settings.holidays_command = INSTALL
