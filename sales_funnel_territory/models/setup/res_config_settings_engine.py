from odoo import fields, models

from ...planning.visits.day import pyvrp_day


class ResConfigSettings(models.TransientModel):
    """Which packages help to plan visits, and how to get them."""

    _inherit = "res.config.settings"

    is_pyvrp_installed = fields.Boolean(compute="_compute_pyvrp")
    pyvrp_command = fields.Char(compute="_compute_pyvrp")

    def _compute_pyvrp(self):
        self.is_pyvrp_installed = pyvrp_day.is_installed()
        self.pyvrp_command = pyvrp_day.INSTALL
