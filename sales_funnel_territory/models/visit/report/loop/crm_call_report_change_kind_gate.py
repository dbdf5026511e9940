from odoo import api, models


class CrmCallReportChangeKindGate(models.AbstractModel):
    """Exit criteria stated as met, with the report as evidence."""

    _name = "crm.call.report.change.kind.gate"
    _inherit = "crm.call.report.change.made"
    _description = "Change by a Call Report: Exit Criterion"
    _kind_sequence = 35
    _kind_icon = "fa-check-circle-o"
    _made_model = "crm.stage.gate.statement"
    _made_text = "evidence"

    @api.model
    def _get_label(self):
        return self.env._("Exit Criteria")

    @api.model
    def _find_labels(self, changes):
        return self._name_by(changes, "crm.stage.gate", "gate_id")

    @api.model
    def _tell_met(self):
        return self.env._("Criterion met")

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        met = self._tell_met()
        return {change: text and met for change, text in told.items()}

    @api.model
    def _offer(self, report):
        offers = []
        for deal in report._get_deals():
            for gate in deal.gate_ids & deal.open_gate_ids:
                evidence = deal.evidence or report._get_evidence()
                after = {"lead_id": deal.lead_id.id, "gate_id": gate.id, "evidence": evidence}
                # sudo: a criterion's name is told to everybody who may read the lead
                label = gate.sudo().name
                offers.append(
                    self._prepare_change(
                        deal.lead_id, label, {}, after, after_text=self._tell_met()
                    )
                )
        return offers

    @api.model
    def _prepare_made(self, change):
        return {**change.after, "report_id": change.report_id.id}
