from odoo import fields, models

MARGIN_RATE = 30.0


class CrmTeam(models.Model):
    _inherit = "crm.team"

    margin_rate = fields.Float(
        "Margin Rate (%)",
        digits=(5, 2),
        default=MARGIN_RATE,
        tracking=True,
        help="Gross margin in percent of revenue, where orders do not tell their own.",
    )

    def _get_margin_rate(self):
        """Return the rate in percent; without a team the usual one."""
        return self.margin_rate if self else MARGIN_RATE
