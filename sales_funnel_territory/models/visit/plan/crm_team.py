from odoo import fields, models


class CrmTeam(models.Model):
    """Whether a team's visit plans wait for their leader."""

    _inherit = "crm.team"

    approves_visit_plans = fields.Boolean(
        "Visit Plans Are Approved",
        default=True,
        help="A submitted plan waits for the team leader. Without it, it is approved at once.",
    )
