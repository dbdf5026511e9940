from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..funnel.crm_team import PROBABILITY_SOURCES


class ResCompany(models.Model):
    _inherit = "res.company"

    probability_source = fields.Selection(
        PROBABILITY_SOURCES,
        default="predictive",
        required=True,
        help="Where the probability of leads without a sales team comes from.",
    )

    @api.constrains("probability_source")
    def _check_probability_source(self):
        if not any(company.probability_source == "stage" for company in self):
            return
        shared = self.env["crm.stage"].search([("team_ids", "=", False)])
        missing = shared.filtered(lambda stage: not stage.is_set_up)
        if missing:
            raise ValidationError(
                self.env._(
                    "Leads without a team cannot take probabilities from their stages yet: "
                    "%(stages)s have no probability. Give them one first.",
                    stages=", ".join(missing.mapped("name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        if "probability_source" not in vals:
            return super().write(vals)
        changed = self.filtered(
            lambda company: company.probability_source != vals["probability_source"]
        )
        result = super().write(vals)
        self.env.registry.clear_cache()
        changed._apply_probability_source()
        return result

    def _apply_probability_source(self):
        """Bring open leads without a team to what their company's source now says."""
        if not self:
            return
        Lead = self.env["crm.lead"]
        staged = self.filtered(lambda company: company.probability_source == "stage")
        if staged:
            Lead._follow_stages(companies=staged)
        if scored := self - staged:
            companies = [*scored.ids, False]
            Lead._follow_scoring(
                Domain("team_id", "=", False) & Domain("company_id", "in", companies)
            )
