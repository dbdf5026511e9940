from odoo import api, fields, models

from .crm_stage_gate_kind import Evidence

QUOTATION_STATES = [("exists", "Exists"), ("sent", "Sent"), ("confirmed", "Confirmed")]
_ORDER = [state for state, _label in QUOTATION_STATES]


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    quotation_state = fields.Selection(
        QUOTATION_STATES,
        default="sent",
        help="How far a quotation of the opportunity must be, at least.",
    )


class CrmStageGateKindQuotation(models.AbstractModel):
    """A quotation exists, is sent, or is confirmed: where Odoo's Sales is installed."""

    _name = "crm.stage.gate.kind.quotation"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Quotation"
    _kind_sequence = 90

    @api.model
    def _get_label(self):
        return self.env._("A quotation exists, is sent, is confirmed")

    @api.model
    def _is_available(self):
        return self.env["sales.funnel.source"]._get_source("quotation") is not None

    @api.model
    def _judge(self, gates, leads):
        found = self.env["sales.funnel.source"]._get_source("quotation")._read_by_lead(leads)
        met = {}
        for gate in gates:
            enough = _ORDER[_ORDER.index(gate.quotation_state or "exists") :]
            for lead_id, quotations in found.items():
                for state, *evidence in quotations:
                    if state in enough:
                        met[gate.id, lead_id] = Evidence(*evidence)
        return met

    @api.model
    def _get_remedy(self, gate):
        where = {
            "exists": self.env._("Make a quotation for the opportunity."),
            "sent": self.env._("Send a quotation for the opportunity."),
            "confirmed": self.env._("Have a quotation for the opportunity confirmed."),
        }
        return {"widget": "none", "where": where[gate.quotation_state or "exists"]}
