from odoo import fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    _inherit = "res.company"

    scorecard_id = fields.Many2one(
        "crm.scorecard",
        string="Qualification",
        ondelete="restrict",
        help="The questions to answer about opportunities whose sales team has not chosen any.",
    )

    def write(self, vals):
        if "scorecard_id" not in vals:
            return super().write(vals)
        result = super().write(vals)
        self.env.registry.clear_cache()
        self.env["crm.lead"]._update_qualification_of(self._without_team_choice_domain())
        return result

    def _without_team_choice_domain(self):
        """Return a domain of the leads that these companies' choice is for."""
        teams = self.env["crm.scorecard"]._get_scope().teams
        companies = [*self.ids]
        if self.env["crm.team"]._default_company() in self:
            companies.append(False)
        return Domain("team_id", "not in", list(teams)) & Domain("company_id", "in", companies)
