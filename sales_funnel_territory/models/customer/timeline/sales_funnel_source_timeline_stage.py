from odoo import api, models
from odoo.fields import Domain


class SalesFunnelSourceTimelineStage(models.AbstractModel):
    """Stages that opportunities of the customer entered, as the history has it."""

    _name = "sales.funnel.source.timeline.stage"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Stage Moves"

    _entry_model = "crm.lead.history"
    _entry_moment = "valid_from"
    _entry_icon = "fa-arrow-right"
    _entry_sequence = 60
    _entry_fields = ("lead_id", "lead_name", "stage_name", "stage_from_name", "changed_by_name")

    @api.model
    def _get_label(self):
        return self.env._("Stage Moves")

    @api.model
    def _get_domain(self, scope):
        return (
            Domain("lead_id", "in", scope.leads)
            & Domain("is_entry", "=", True)
            & Domain("chain", "=", 0)
            & Domain("status", "=", "open")
            & (Domain("partner_id", "=", scope.person.id) if scope.person else Domain.TRUE)
        )

    @api.model
    def _describe(self, records, scope):
        return {
            row: {
                "title": row.lead_name,
                "text": self._describe_move(row),
                "who": row.changed_by_name or "",
                "model": "crm.lead",
                "res_id": row.lead_id.id,
            }
            for row in records
        }

    @api.model
    def _describe_move(self, row):
        if not row.stage_from_name:
            return self.env._("Began in %(stage)s", stage=row.stage_name)
        return f"{row.stage_from_name} → {row.stage_name}"
