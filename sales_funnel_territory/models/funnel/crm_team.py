from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

PROBABILITY_SOURCES = [
    ("predictive", "Predictive Lead Scoring"),
    ("stage", "Stage Probability"),
]


class CrmTeam(models.Model):
    _inherit = "crm.team"

    parent_id = fields.Many2one(
        "crm.team",
        string="Parent Team",
        index=True,
        ondelete="set null",
        check_company=True,
        tracking=True,
        help="The leader of the parent team sees the leads of this team, too.",
    )
    child_ids = fields.One2many("crm.team", "parent_id", string="Teams Below")
    leader_ids = fields.Many2many(
        "res.users",
        relation="crm_team_leader_rel",
        column1="team_id",
        column2="user_id",
        string="Leaders",
        compute="_compute_leader_ids",
        store=True,
        recursive=True,
        help="The leaders of this team and of the teams above it.",
    )
    probability_source = fields.Selection(
        PROBABILITY_SOURCES,
        default="predictive",
        required=True,
        tracking=True,
        help="Where the probability of an opportunity comes from until somebody sets it by hand: "
        "Odoo's scoring, or the probability of its stage.",
    )
    stage_ids = fields.Many2many("crm.stage", string="Stages", compute="_compute_stage_ids")
    stages_to_set_up = fields.Integer(
        "Stages Not Set Up",
        compute="_compute_stage_ids",
        help="Number of stages of this team that have no probability yet.",
    )

    @api.depends("user_id", "parent_id.leader_ids")
    def _compute_leader_ids(self):
        for team in self:
            team.leader_ids = team.user_id | team.parent_id.leader_ids

    def _compute_stage_ids(self):
        for team, stages in self._get_stages().items():
            team.stage_ids = stages
            team.stages_to_set_up = len(stages.filtered(lambda stage: not stage.is_set_up))

    def _get_stages(self):
        """Return {team: its stages}, the shared ones among them, as they are now."""
        stages = self.env["crm.stage"].search([])
        owners = stages._get_owners()
        return {
            team: stages.filtered(
                lambda stage, team=team: not owners[stage] or team._origin in owners[stage]
            )
            for team in self
        }

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            names = ", ".join(self.mapped("name"))
            raise ValidationError(
                self.env._(
                    "%(teams)s: a team cannot stand below itself. Choose another parent team.",
                    teams=names,
                )
            )

    @api.constrains("probability_source")
    def _check_probability_source(self):
        following = self.filtered(lambda team: team.probability_source == "stage")
        for team, stages in following._get_stages().items():
            missing = stages.filtered(lambda stage: not stage.is_set_up)
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(team)s cannot take probabilities from its stages yet: %(stages)s "
                        "have no probability. Give them one, or run Set Up My Funnel.",
                        team=team.name,
                        stages=", ".join(missing.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        if "probability_source" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda team: team.probability_source != vals["probability_source"])
        result = super().write(vals)
        self.env.registry.clear_cache()
        if not self.env.context.get("funnel_setup_moves_leads"):
            changed._apply_probability_source()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def action_open_funnel_setup(self):
        return self.env["crm.stage"]._get_funnel_setup_action()

    def _apply_probability_source(self):
        """Bring the open leads that were not set by hand to what the source now says."""
        Lead = self.env["crm.lead"]
        staged = self.filtered(lambda team: team.probability_source == "stage")
        if staged:
            Lead._follow_stages(teams=staged)
        if scored := self - staged:
            Lead._follow_scoring(Domain("team_id", "in", scored.ids))

    # ------------------------------------------------------------------ who uses stages

    @api.model
    @ormcache()
    def _stage_probability_scope(self):
        """Return (team ids, company ids, leads of no company too) whose probability is the stage's.

        Cached: every write of a lead asks, and the answer changes a few times a year.
        """
        # sudo: the answer is the same for every user and holds ids only
        teams = (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain("probability_source", "=", "stage"))
        )
        companies = (
            self.env["res.company"]
            .sudo()
            .with_context(active_test=False)
            .search([("probability_source", "=", "stage")])
        )
        return tuple(teams.ids), tuple(companies.ids), self._default_company() in companies

    @api.model
    def _is_stage_probability_used(self):
        teams, companies, _unowned = self._stage_probability_scope()
        return bool(teams or companies)

    @api.model
    def _default_company(self):
        """Return the company whose settings hold for leads that belong to no company."""
        # sudo: the same company for every reader, whatever companies he may open
        return self.env["res.company"].sudo().search([], order="id", limit=1)
