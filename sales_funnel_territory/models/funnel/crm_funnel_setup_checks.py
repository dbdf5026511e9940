from odoo import models

from ...planning.funnel_setup import wrongly_mapped


class CrmFunnelSetup(models.Model):
    """What stands in the way of applying, and what to know before: sentences for the preview."""

    _inherit = "crm.funnel.setup"

    def _find_obstacles(self):
        """Return, as sentences, why this draft cannot be applied; nothing when it can."""
        self.ensure_one()
        if not self.team_ids:
            return [self.env._("Choose at least one sales team.")]
        if not self.template_id.stage_ids:
            return [self.env._("Choose a funnel template that has stages.")]
        return [
            *self._find_wrong_lines(),
            *self._find_lines_without_probability(),
            *self._find_stranded_leads(),
            *self._find_leads_of_other_companies(),
        ]

    def _find_wrong_lines(self):
        lines = {line.stage_id._origin.id: line for line in self.line_ids}
        mapping = {key: line.target_id._origin.id or None for key, line in lines.items()}
        wrong = wrongly_mapped(
            self._as_present(self.line_ids.stage_id._origin), self._as_new(), mapping
        )
        for key in wrong:
            if lines[key].stage_id.is_won:
                yield self.env._(
                    "%(stage)s is a won stage: it cannot become %(target)s, which is not. "
                    "Choose a won stage or keep it.",
                    stage=lines[key].stage_id.name,
                    target=lines[key].target_id.name,
                )
            else:
                yield self.env._(
                    "%(stage)s is not a won stage: it cannot become %(target)s, which is won. "
                    "Choose an open stage or keep it.",
                    stage=lines[key].stage_id.name,
                    target=lines[key].target_id.name,
                )

    def _find_lines_without_probability(self):
        if not self.is_stage_source:
            return
        for line in self.line_ids.filtered(lambda line: line.is_probability_asked):
            if not 0.01 <= line.probability <= 99.99:
                yield self.env._(
                    "%(stage)s is kept: enter its probability, 0.01 to 99.99.",
                    stage=line.stage_id.name,
                )

    def _find_stranded_leads(self):
        """Leads without a team must not lose the last stage that is offered to them."""
        if self.with_unassigned:
            return
        for line in self.line_ids.filtered("target_id"):
            stage = line.stage_id._origin
            if self._get_other_teams(stage):
                continue
            if count := self._count_unassigned(stage):
                yield self.env._(
                    "%(count)s leads without a team are in %(stage)s, which no other team would "
                    "use. Let the leads without a team move along, or keep the stage.",
                    count=count,
                    stage=stage.name,
                )

    def _find_leads_of_other_companies(self):
        """Nobody moves leads of companies that are not switched on: he would not see them."""
        count = self._count_leads_of_other_companies()
        if count:
            yield self.env._(
                "%(count)s leads that would move belong to companies you have not switched on. "
                "Switch them on, or let somebody apply this who may.",
                count=count,
            )

    def _find_warnings(self):
        """Return what the administrator should know before applying."""
        return [*self._find_kept_archived(), *self._find_scoring_warning()]

    def _find_notes(self):
        """Return what comes along, besides what the table says."""
        return []

    def _find_kept_archived(self):
        for line in self.line_ids.filtered(lambda line: not line.target_id):
            if not line.stage_id.active:
                yield self.env._(
                    "%(stage)s is archived and still holds leads; kept, they stay in it.",
                    stage=line.stage_id.name,
                )

    def _find_scoring_warning(self):
        """Odoo's scoring counts won and lost leads in the first stage that all teams share."""
        replaced = self.line_ids.filtered("target_id").stage_id._origin
        shared = self.env["crm.stage"].search([("team_ids", "=", False)])
        if not shared or shared - replaced:
            return
        scored = self._find_scored_teams()
        if scored:
            yield self.env._(
                "No stage is left that all teams share. %(teams)s stay with predictive lead "
                "scoring, which then counts won and lost leads in the stage most of them "
                "passed. Keep one shared stage if its figures must not change.",
                teams=", ".join(scored.mapped("name")),
            )

    def _find_scored_teams(self):
        # sudo: names of teams that a shared stage is taken from, whatever their company
        teams = self.env["crm.team"].sudo().search([("probability_source", "=", "predictive")])
        return teams - self.team_ids._origin if self.is_stage_source else teams
