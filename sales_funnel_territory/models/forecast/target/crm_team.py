from odoo import fields, models

from .res_company import MARGIN_RATE


class CrmTeam(models.Model):
    _inherit = "crm.team"

    margin_rate = fields.Float(
        "Margin Rate (%)",
        digits=(5, 2),
        default=lambda self: self._default_margin_rate(),
        tracking=True,
        help="Gross margin in percent of revenue, where orders do not tell their own.",
    )

    _margin_rate_percent = models.Constraint(
        "CHECK (margin_rate BETWEEN 0 AND 100)", "A margin rate is between 0 and 100 percent."
    )

    def _default_margin_rate(self):
        """Return the company's usual rate; while the module is installed, it has none yet."""
        return self.env.company.margin_rate if self.pool.ready else MARGIN_RATE
