from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...planning.funnel import (
    WON_PROBABILITY,
    falls_at,
    probability_between,
    stage_profile,
)
from .crm_stage_playbook import (
    FORECAST_CATEGORIES,
    FUNNEL_POSITIONS,
    GRADES,
    PLAYBOOK_FIELDS,
    PROFILE_FIELDS,
    WORK_KINDS,
    vars_of,
)

__all__ = [
    "FORECAST_CATEGORIES",
    "FUNNEL_POSITIONS",
    "GRADES",
    "PLAYBOOK_FIELDS",
    "PROFILE_FIELDS",
    "WORK_KINDS",
    "CrmStage",
]


class CrmStage(models.Model):
    _name = "crm.stage"
    _inherit = ["crm.stage", "crm.stage.playbook"]

    active = fields.Boolean(
        default=True,
        help="An archived stage is offered to no team; leads that are in it keep it.",
    )
    for_no_team = fields.Boolean(
        "For Leads Without a Team",
        help="Leads that belong to no sales team may use this stage although it belongs to teams.",
    )
    is_set_up = fields.Boolean("Set Up", compute="_compute_is_set_up", search="_search_is_set_up")
    probability_falls = fields.Boolean(compute="_compute_probability_falls")

    # ------------------------------------------------------------------ computes

    @api.depends("probability")
    def _compute_is_set_up(self):
        for stage in self:
            stage.is_set_up = stage.probability > 0

    def _search_is_set_up(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_set_up = Domain("probability", ">", 0)
        wanted = Domain.FALSE
        for one in value:
            wanted |= is_set_up if one else Domain("probability", "in", [0, False])
        return wanted

    @api.depends("probability", "sequence", "team_ids", "is_won")
    def _compute_probability_falls(self):
        """Warn where a stage is less likely to win than one before it in the same funnel."""
        stages = self.search([]) | self
        falling = set()
        for team_id in {False, *stages.team_ids.ids}:
            funnel = stages.filtered(
                lambda stage, team_id=team_id: not stage.team_ids or team_id in stage.team_ids.ids
            ).sorted(lambda stage: (stage.sequence, stage.name or ""))
            falling.update(
                funnel[index].id for index in falls_at([stage.probability for stage in funnel])
            )
        for stage in self:
            stage.probability_falls = stage.id in falling

    # ------------------------------------------------------------------ checks

    @api.constrains("probability", "team_ids", "active")
    def _check_used_stages_are_set_up(self):
        for stage in self.filtered(lambda stage: stage.active and not stage.is_set_up):
            users = stage._get_teams_following()
            if users:
                raise ValidationError(
                    self.env._(
                        "%(stage)s needs a probability: %(teams)s take it from their stages.",
                        stage=stage.name,
                        teams=", ".join(users),
                    )
                )

    def _get_owners(self):
        """Return {stage: its teams}, also archived ones and those the user may not see.

        A stage whose teams are all archived belongs to them: it is not shared by all.
        """
        # sudo: whether a stage is shared must not depend on who asks
        return {
            stage: stage.sudo().with_context(active_test=False).team_ids.with_env(self.env)
            for stage in self
        }

    def _get_teams_following(self):
        """Return the names of the teams (or companies) whose leads take this stage's value."""
        # sudo: a stage is shared by teams of all companies, only their names are told
        sudo = self.sudo().with_context(active_test=False)
        team_ids, company_ids, _unowned = sudo.env["crm.team"]._stage_probability_scope()
        teams = sudo.env["crm.team"].browse(team_ids).filtered("active")
        if sudo.team_ids:
            return (teams & sudo.team_ids._origin).mapped("name")
        return teams.mapped("name") + sudo.env["res.company"].browse(company_ids).mapped("name")

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._complete_new_stage(vals) for vals in vals_list])

    def write(self, vals):
        if "is_won" in vals and "probability" not in vals:
            vals = {**vals, **self._probability_when_won_changes(vals["is_won"])}
        before = {stage: stage.probability for stage in self} if "probability" in vals else {}
        result = super().write(vals)
        changed = self.filtered(
            lambda stage: stage in before and before[stage] != stage.probability
        )
        if changed:
            changed._fill_profile()
            self.env["crm.lead"]._follow_stages(stages=changed)
        return result

    def _fill_profile(self):
        """Complete position, work kind, grade and category where a set-up stage has none."""
        for stage in self.filtered(lambda stage: stage.is_set_up and not stage.funnel_position):
            profile = vars_of(stage_profile(stage.probability, is_won=stage.is_won))
            stage.write({name: value for name, value in profile.items() if not stage[name]})

    @api.model
    def _complete_new_stage(self, vals):
        """Fill what a quickly added stage leaves open, where its team needs it."""
        if not vals.get("probability"):
            vals = {**vals, **self._propose_probability(vals)}
        return {**self._profile_values(vals), **vals}

    @api.model
    def _propose_probability(self, vals):
        if vals.get("active") is False:
            return {}
        draft = self.new(vals)
        if not draft._get_teams_following():
            return {}
        if draft.is_won:
            return {"probability": WON_PROBABILITY}
        return {"probability": draft._probability_between_neighbours()}

    def _probability_between_neighbours(self):
        self.ensure_one()
        same_funnel = Domain("team_ids", "=", False) | Domain("team_ids", "in", self.team_ids.ids)
        others = self.search(Domain.TRUE if not self.team_ids else same_funnel) - self._origin
        opens = others.filtered(lambda stage: not stage.is_won and stage.is_set_up)
        before = opens.filtered(lambda stage: stage.sequence <= self.sequence)
        return probability_between(
            before.mapped("probability"), (opens - before).mapped("probability")
        )

    def _probability_when_won_changes(self, is_won):
        if is_won:
            return {"probability": WON_PROBABILITY, **vars_of(stage_profile(0, is_won=True))}
        won = self.filtered(lambda stage: stage.probability == WON_PROBABILITY)
        if not won:
            return {}
        probability = won[0]._probability_between_neighbours()
        return {"probability": probability, **vars_of(stage_profile(probability))}

    @api.model
    def _get_funnel_setup_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_funnel_setup_action"
        )

    def action_open_funnel_setup(self):
        return self._get_funnel_setup_action()
