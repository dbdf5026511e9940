from odoo import api, fields, models

from .crm_stage_gate_kind import Evidence

APPROVERS = [("leader", "Team Leader"), ("manager", "Sales Manager")]


class CrmStageGate(models.Model):
    _inherit = "crm.stage.gate"

    approver = fields.Selection(
        APPROVERS,
        default="leader",
        help="Team Leader: a leader of the opportunity's team or of one above, or a sales manager. "
        "Nobody approves his own request.",
    )


class CrmFunnelTemplateGate(models.Model):
    _inherit = "crm.funnel.template.gate"

    approver = fields.Selection(
        APPROVERS, default="leader", help="Whose approval the opportunity needs."
    )


class CrmStageGateKindApproval(models.AbstractModel):
    """A leader or manager has approved."""

    _name = "crm.stage.gate.kind.approval"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Approval"
    _kind_sequence = 60
    _template_fields = ("approver",)

    @api.model
    def _get_label(self):
        return self.env._("Leader or manager approves")

    @api.model
    def _judge(self, gates, leads):
        approvals = self.env["crm.stage.approval"].search_fetch(
            [
                ("gate_id", "in", gates.ids),
                ("lead_id", "in", leads.ids),
                ("state", "=", "granted"),
            ]
        )
        return {
            (approval.gate_id.id, approval.lead_id.id): Evidence(
                approval.comment or approval.reason or "",
                approval.decided_by_id.name,
                approval.decided_on,
            )
            for approval in approvals
        }

    @api.model
    def _get_remedy(self, gate):
        where = (
            self.env._("Ask a sales manager for approval.")
            if gate.approver == "manager"
            else self.env._("Ask the team leader for approval.")
        )
        return {"widget": "approval", "where": where}
