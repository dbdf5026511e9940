from odoo import api, fields, models
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ....planning.gates import Step, make_funnel
from .crm_stage_gate import is_uninstalling


class CrmStage(models.Model):
    """A stage's exit criteria, and the funnels in which its leads move."""

    _inherit = "crm.stage"

    gate_ids = fields.One2many("crm.stage.gate", "stage_id", string="Exit Criteria", copy=True)
    gate_count = fields.Integer("Number of Exit Criteria", compute="_compute_gate_count")

    @api.depends("gate_ids")
    def _compute_gate_count(self):
        for stage in self:
            stage.gate_count = len(stage.gate_ids)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("is_won"):
            self._end_gates()
        if "active" in vals:
            self.flush_recordset(["active"])
            self.env["crm.stage.gate"]._forget_use()
        return result

    def unlink(self):
        self.check_access("unlink")
        context = {"active_test": False, MODULE_UNINSTALL_FLAG: is_uninstalling(self.env)}
        # sudo: only who may delete the stage comes here; and not by the database, which would
        # take decisions along in silence, as would a caller's flag that becomes true with it
        self.sudo().with_context(**context).gate_ids.unlink()
        return super().unlink()

    def _end_gates(self):
        """The leads of a stage made won leave it as it was; then it has no criteria any more."""
        if not self.env["crm.stage.gate"]._is_used():
            return
        self.env.flush_all()
        self.env["crm.lead"]._judge_noted()
        # sudo: only who may change a stage comes here
        self.sudo().gate_ids.write({"active": False})

    # ------------------------------------------------------------------ funnels

    @api.model
    def _get_funnels(self, team_ids):
        """Return ({stage id: Step}, {team id or None: Funnel}).

        Leads may stand in an archived stage: it keeps its place, its criteria count no more.
        """
        # sudo: a lead's funnel must not depend on who moves it
        stages = self.sudo().with_context(active_test=False).search([])
        steps = {stage.id: Step(stage.sequence, stage.id, stage.is_won) for stage in stages}
        return steps, {
            team_id: _make_team_funnel(stages._filter_of_team(team_id), steps)
            for team_id in team_ids
        }

    def _filter_of_team(self, team_id):
        """Return the stages that leads of a team (or of none) move through."""
        return self.filtered(
            lambda stage: (
                not stage.team_ids
                or (team_id in stage.team_ids.ids if team_id else stage.for_no_team)
            )
        )

    # ------------------------------------------------------------------ test on open leads

    def action_test_gates(self):
        """Show how many open leads of this stage would be held today, and by what."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "sales_funnel_territory.gate_test",
            "name": self.env._("Exit Criteria of %(stage)s on Open Opportunities", stage=self.name),
            "params": {"stage_id": self.id},
        }

    def get_gate_test(self):
        """Return what the exit criteria would do to the open leads of this stage today.

        :return: total and held (numbers of leads), and for each criterion its id, name, level
            in force, number of leads it is meant for and that miss it, and these leads' ids
        """
        self.ensure_one()
        self.check_access("read")
        gates = self.gate_ids
        leads = self.env["crm.lead"].search(
            [
                ("stage_id", "=", self.id),
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
            ]
        )
        concerned, missed, held = gates._test_on(leads)
        return {
            "stage": self.name,
            "total": len(leads),
            "held": held,
            "gates": [
                {
                    "id": gate.id,
                    "name": gate.name,
                    "is_blocking": gate._is_blocking(),
                    "blocking_from": gate.blocking_from and str(gate.blocking_from),
                    "concerned": concerned[gate.id],
                    "missed": missed[gate.id],
                }
                for gate in gates
            ],
        }


def _make_team_funnel(stages, steps):
    folded = stages.filtered(lambda stage: stage.fold or not stage.active)
    return make_funnel([steps[stage.id] for stage in stages], frozenset(folded.ids))
