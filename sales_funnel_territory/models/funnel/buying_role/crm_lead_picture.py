from odoo import models
from odoo.fields import Domain

from ....planning.buying_roles import cover_bases


class CrmLead(models.Model):
    """The relationship picture of a lead."""

    _inherit = "crm.lead"

    def get_relationship_picture(self):
        """Return the people of this lead, the reporting lines between them, and who is missing."""
        self.ensure_one()
        self.check_access("read")
        return self.env["crm.relationship.picture"]._draw(
            title=self.name,
            roles_domain=Domain("lead_id", "=", self.id),
            companies=self.partner_id.commercial_partner_id,
            bases=lambda rows: self._cover_bases_with(rows).gaps,
        )

    def _cover_bases_with(self, rows):
        """Return how far these rows cover what the teams of these leads demand."""
        # sudo: five ticks, also of a team of another company
        teams = self.sudo().team_id
        demanded = {role for team in teams for role in team._get_demanded_roles()}
        if self.filtered(lambda lead: not lead.team_id):
            demanded.update(self.env["crm.team"]._get_demanded_roles())
        return cover_bases(demanded, rows._prepare_holders())

    def action_open_relationship_picture(self):
        return self.partner_id._get_relationship_picture_action(self)
