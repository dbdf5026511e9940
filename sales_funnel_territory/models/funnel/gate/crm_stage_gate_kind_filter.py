from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_stage_gate_kind import Evidence


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    domain = fields.Char(
        "Filter that Must Hold", help="The opportunity must match this filter to leave the stage."
    )


class CrmStageGateKindFilter(models.AbstractModel):
    """A filter on leads holds."""

    _name = "crm.stage.gate.kind.filter"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Filter"
    _kind_sequence = 20

    @api.model
    def _get_label(self):
        return self.env._("A filter holds")

    @api.model
    def _check_gate(self, gate):
        if not gate.domain or gate.domain.strip() == "[]":
            raise ValidationError(
                self.env._("Choose the filter of \u201c%(gate)s\u201d.", gate=gate.name)
            )
        gate._try_domain(gate.domain)

    @api.model
    def _judge(self, gates, leads):
        return {
            (gate.id, lead.id): Evidence()
            for gate in gates
            for lead in gate._filter_matching(gate.domain, leads, leads)
        }

    @api.model
    def _get_remedy(self, gate):
        return {
            "widget": "none",
            "where": gate.help or self.env._("Complete the opportunity: see its form."),
        }
