from odoo import models


class ResUsers(models.Model):
    """Whose visits a person decides on."""

    _inherit = "res.users"

    def _is_visit_decider(self, person):
        """Tell whether the user may plan for, or decide on, another person's visits."""
        self.ensure_one()
        if self == person or self.has_group("sales_team.group_sale_salesman_all_leads"):
            return True
        # sudo: who leads a team is no secret
        return self in person.sudo().sale_team_id.leader_ids
