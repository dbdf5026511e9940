from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    is_lost_reason_required = fields.Boolean(
        "Lost Reason Required",
        help="Opportunities of this team can only be marked as lost with a reason. Otherwise the "
        "reason is asked for and may be left out.",
    )
