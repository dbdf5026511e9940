from odoo import api, fields, models


class CrmGateRequest(models.AbstractModel):
    """Something asked of a leader for one lead and one criterion."""

    _name = "crm.gate.request"
    _inherit = ["crm.lead.request"]
    _description = "Request about an Exit Criterion"
    _rec_name = "gate_id"

    _subject = "gate_id"

    gate_id = fields.Many2one(
        "crm.stage.gate", string="Criterion", required=True, index=True, ondelete="cascade"
    )
    stage_id = fields.Many2one(related="gate_id.stage_id")

    @api.depends("gate_id.name")
    def _compute_display_name(self):
        return super()._compute_display_name()

    def _get_subject_name(self):
        return self.gate_id.name

    def _is_managers_only(self):
        """Tell whether the criterion wants a sales manager.

        Not for a waiver either: what only a manager approves, no leader lets pass.
        """
        return self.gate_id.kind == "approval" and self.gate_id.approver == "manager"
