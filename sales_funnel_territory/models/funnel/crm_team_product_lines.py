from odoo import api, fields, models
from odoo.tools import ormcache


class CrmTeam(models.Model):
    """Whether a team notes products on its leads, and what they are for."""

    _inherit = "crm.team"

    use_product_lines = fields.Boolean(
        "Products on Opportunities",
        help="Note on each opportunity which products it is about.",
    )
    revenue_from_lines = fields.Boolean(
        "Expected Revenue from Products",
        help="The expected revenue of an opportunity with products is the sum of their amounts. "
        "One without products keeps the figure entered by hand.",
    )

    @api.model
    @ormcache()
    def _teams_with_revenue_from_lines(self):
        """Return the ids of the teams, cached: every change of a lead's revenue asks."""
        # sudo: the answer is the same for every user and holds ids only
        teams = self.sudo().with_context(active_test=False)
        domain = [("use_product_lines", "=", True), ("revenue_from_lines", "=", True)]
        return frozenset(teams.search(domain).ids)

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(("use_product_lines", "revenue_from_lines")):
            self.env.registry.clear_cache()
            self._follow_lines()
        return result

    def _follow_lines(self):
        """Bring the leads with lines of these teams to the sum of their lines."""
        # sudo: the setting holds for all leads of the team
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads.search([("team_id", "in", self.ids), ("line_ids", "!=", False)])._follow_lines()
