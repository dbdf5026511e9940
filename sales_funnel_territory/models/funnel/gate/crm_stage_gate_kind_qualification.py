from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_lead_gated import _BEFORE
from .crm_stage_gate_kind import Evidence

ENOUGH = {"partly": ("partly", "yes"), "yes": ("yes",)}


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    qualification_least = fields.Integer(
        "Qualification of at Least (%)", help="The score that the answers must reach, 0 to 100."
    )
    question_ids = fields.Many2many(
        "crm.scorecard.question",
        relation="crm_stage_gate_question_rel",
        column1="gate_id",
        column2="question_id",
        string="Questions That Must Be Answered",
        help="An answer to a question of another scorecard about the same topic counts, too.",
    )
    question_level = fields.Selection(
        [("partly", "Partly or Yes"), ("yes", "Yes")],
        string="Answered with",
        default="partly",
        required=True,
    )

    _qualification_least_percent = models.Constraint(
        "CHECK(qualification_least BETWEEN 0 AND 100)",
        "The qualification that a criterion demands is 0 to 100 %.",
    )


class CrmLead(models.Model):
    """An answer taken back after the move, in the same transaction, is judged, too."""

    _inherit = "crm.lead"

    def _update_qualification(self):
        result = super()._update_qualification()
        moved = self.env.cr.postcommit.data.get(_BEFORE)
        if moved:
            self.browse(moved.keys() & set(self._ids))._note_for_judging()
        return result


class CrmStageGateKindQualification(models.AbstractModel):
    """The score of the answers is high enough, and chosen questions are answered well."""

    _name = "crm.stage.gate.kind.qualification"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Qualification"
    _kind_sequence = 60

    @api.model
    def _get_label(self):
        return self.env._("Qualification reached")

    @api.model
    def _check_gate(self, gate):
        if not gate.qualification_least and not gate.question_ids:
            raise ValidationError(
                self.env._(
                    "Say which score \u201c%(gate)s\u201d demands, or which questions must be "
                    "answered.",
                    gate=gate.name,
                )
            )

    @api.model
    def _judge(self, gates, leads):
        """Two queries, whatever the number: the leads' scores and the answers."""
        levels = self._read_levels(gates, leads)
        met = {}
        for gate in gates:
            codes, enough = set(gate.question_ids.mapped("code")), ENOUGH[gate.question_level]
            for lead in leads:
                known = levels.get(lead.id, {})
                if lead.qualification_score >= gate.qualification_least and all(
                    known.get(code) in enough for code in codes
                ):
                    met[gate.id, lead.id] = self._as_evidence(lead)
        return met

    @api.model
    def _read_levels(self, gates, leads):
        """Return {lead id: {topic: level}} of the answers that the criteria ask for."""
        codes = gates.question_ids.mapped("code")
        if not codes:
            return {}
        levels = {}
        for lead, code, level in self.env["crm.scorecard.answer"]._read_group(
            [("lead_id", "in", leads.ids), ("code", "in", codes)], ["lead_id", "code", "level"]
        ):
            levels.setdefault(lead.id, {})[code] = level
        return levels

    @api.model
    def _as_evidence(self, lead):
        bands = dict(lead._fields["qualification_band"]._description_selection(self.env))
        text = f"{lead.qualification_score} %"
        if lead.qualification_band:
            text = f"{bands[lead.qualification_band]}, {text}"
        return Evidence(text)

    @api.model
    def _get_remedy(self, gate):
        return {"widget": "tab", "tab": "qualification", "where": self._where(gate)}

    @api.model
    def _where(self, gate):
        names = ", ".join(gate.question_ids.mapped("name"))
        if not names:
            return self.env._(
                "Answer the questions in the tab Qualification until they reach %(score)s %%.",
                score=gate.qualification_least,
            )
        if not gate.qualification_least:
            return self.env._("Answer in the tab Qualification: %(questions)s", questions=names)
        return self.env._(
            "Answer in the tab Qualification: %(questions)s. "
            "Together, all answers must reach %(score)s %%.",
            questions=names,
            score=gate.qualification_least,
        )
