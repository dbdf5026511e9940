from odoo import fields, models

from ....planning.buying_roles import ROLES, USUAL_DEMAND

_HELP = (
    "The bases of an opportunity of this team are covered only if somebody in this role was met."
)


class CrmTeam(models.Model):
    """Which buying roles have to be covered in this team's opportunities."""

    _inherit = "crm.team"

    demands_economic = fields.Boolean("Economic Buyer", default=True, help=_HELP)
    demands_technical = fields.Boolean("Technical Buyer", default=True, help=_HELP)
    demands_user = fields.Boolean("User Buyer", default=True, help=_HELP)
    demands_coach = fields.Boolean("Coach", default=True, help=_HELP)
    demands_influencer = fields.Boolean("Influencer", default=False, help=_HELP)

    def _get_demanded_roles(self):
        """Return the roles to cover; the usual ones where there is no team."""
        if not self:
            return USUAL_DEMAND
        return tuple(role for role in ROLES if self[f"demands_{role}"])
