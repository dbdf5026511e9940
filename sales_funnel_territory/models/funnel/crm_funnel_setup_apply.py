from odoo import Command, fields, models
from odoo.tools import SQL

from ...planning.funnel_setup import KeptStage, new_sequences
from ...tools.translations import copy_translations
from .crm_stage_playbook import PLAYBOOK_FIELDS, PROFILE_FIELDS

_COPIED = ("name", "probability", "is_won", *PROFILE_FIELDS, *PLAYBOOK_FIELDS)
_TRANSLATED = ("name", *PLAYBOOK_FIELDS)
_CHANGED_ON_STAGES = ("active", "for_no_team", "probability", *PROFILE_FIELDS)
_KEPT_OF_LEADS = (
    "probability",
    "automated_probability",
    "expected_revenue",
    "recurring_revenue",
    "recurring_revenue_monthly",
    "prorated_revenue",
    "recurring_revenue_prorated",
    "recurring_revenue_monthly_prorated",
)


class CrmFunnelSetup(models.Model):
    """Applying: new stages, leads moved in bulk, replaced stages left to the others."""

    _inherit = "crm.funnel.setup"

    def _apply(self):
        """Do what the preview shows. Leads' dates and chatter stay: it is not a move."""
        result = self._prepare_preview()
        self._remember_present()
        self._create_stages()
        self._move_leads()
        self._release_stages()
        self._complete_kept_stages()
        self._switch_sources()
        self.write(
            {
                "state": "applied",
                "result": result,
                "applied_on": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
            }
        )
        self.env.registry.clear_cache()

    def _remember_present(self):
        for line in self.line_ids:
            stage = line.stage_id.with_context(active_test=False)
            before = {name: stage[name] for name in _CHANGED_ON_STAGES}
            # sudo: the ids of teams of any company, to put them back
            before["team_ids"] = stage.sudo().team_ids.ids
            line.write({"stage_before": before, "stage_name": stage.name})

    # ------------------------------------------------------------------ new stages

    def _create_stages(self):
        """Copy the template's stages, in all languages, for the chosen teams."""
        templates = self.template_id.stage_ids
        sequences = new_sequences(templates.mapped("probability"), self._find_kept_stages())
        stages = self.env["crm.stage"].create(
            [
                {
                    **{name: template[name] for name in _COPIED},
                    "activity_plan_id": template.activity_plan_id.id,
                    "sequence": sequence,
                    "team_ids": [Command.set(self.team_ids.ids)],
                    "for_no_team": self.with_unassigned,
                }
                for template, sequence in zip(templates, sequences, strict=True)
            ]
        )
        for template, stage in zip(templates, stages, strict=True):
            copy_translations(template, stage, _TRANSLATED)
            self.line_ids.filtered(lambda line, t=template: line.target_id == t).write(
                {"new_stage_id": stage.id}
            )
        self.new_stage_ids = stages

    def _find_kept_stages(self):
        return [
            KeptStage(line.stage_id.sequence, line._get_probability_after())
            for line in self.line_ids
            if not line.target_id
        ]

    # ------------------------------------------------------------------ leads, by SQL

    def _move_leads(self):
        """Keep each lead's figures, then give all leads stage and figures in one statement."""
        self.env.flush_all()
        targets = {line: line.new_stage_id.id or line.stage_id.id for line in self.line_ids}
        mapping, figures = self._mapping_sql(targets), self._figures_after_sql()
        self._keep_leads(mapping, figures)
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET stage_id = mapping.target, %s FROM %s"
                " WHERE mapping.stage_id = crm_lead.stage_id AND %s",
                self.env["crm.lead"]._assignments_sql(figures),
                mapping,
                self._scope_sql(),
            )
        )
        self.env["crm.lead"].invalidate_model()

    def _keep_leads(self, mapping, figures):
        names = self._get_kept_of_leads()
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        values = SQL(", ").join(SQL.identifier("crm_lead", name) for name in names)
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_funnel_setup_lead
                    (setup_id, lead_id, stage_before, stage_after, probability_after, was_open, %s)
                SELECT %s, crm_lead.id, crm_lead.stage_id,
                    COALESCE(mapping.target, crm_lead.stage_id), %s,
                    crm_lead.active AND crm_lead.won_status = 'pending', %s
                FROM crm_lead LEFT JOIN %s ON mapping.stage_id = crm_lead.stage_id
                WHERE %s""",
                columns,
                self.id,
                figures["probability"],
                values,
                mapping,
                self._scope_sql(),
            )
        )
        self.env["crm.funnel.setup.lead"].invalidate_model()

    def _get_kept_of_leads(self):
        """Return the columns of a lead that are kept, to put them back."""
        return _KEPT_OF_LEADS

    # ------------------------------------------------------------------ present stages, teams

    def _release_stages(self):
        """Leave each replaced stage to the teams that still use it; archive it without any."""
        # sudo: a stage is left to teams of all companies, which no administrator need see
        replaced = self.line_ids.filtered("target_id").stage_id.sudo()
        for stage in replaced.with_context(active_test=False):
            others = self._get_other_teams(stage, active_only=False)
            if others.filtered("active") or self._is_used(stage):
                values = {"team_ids": [Command.set(others.ids)]} if others else {}
                serves = not stage.team_ids and not self.with_unassigned
                stage.write({**values, "for_no_team": stage.for_no_team or serves})
            else:
                stage.active = False

    def _is_used(self, stage):
        # sudo: leads of any company hold the stage
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        return bool(Lead.search_count([("stage_id", "=", stage.id)], limit=1))

    def _complete_kept_stages(self):
        if not self.is_stage_source:
            return
        for line in self.line_ids.filtered(lambda line: not line.target_id):
            if not line.stage_id.probability:
                line.stage_id.probability = line._get_probability_after()

    def _switch_sources(self):
        """Let the teams' leads follow their stages; the leads themselves do already."""
        if not self.is_stage_source:
            return
        switched = self.team_ids.filtered(lambda team: team.probability_source != "stage")
        self.sources_before = {str(team.id): team.probability_source for team in switched}
        switched.with_context(funnel_setup_moves_leads=True).probability_source = "stage"
