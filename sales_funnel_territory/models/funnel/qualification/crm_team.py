from odoo import api, fields, models
from odoo.fields import Domain


class CrmTeam(models.Model):
    _inherit = "crm.team"

    scorecard_id = fields.Many2one(
        "crm.scorecard",
        string="Qualification",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The questions to answer about each opportunity of this team. Without a choice "
        "those of the company are asked, if it has chosen any.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        if "scorecard_id" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda team: team.scorecard_id.id != vals["scorecard_id"])
        result = super().write(vals)
        self.env.registry.clear_cache()
        self.env["crm.lead"]._update_qualification_of(Domain("team_id", "in", changed.ids))
        return result
