from odoo import api, fields, models


class CrmStageGateRollout(models.TransientModel):
    """Make exit criteria blocking: at once, or from a day that everybody is told before."""

    _name = "crm.stage.gate.rollout"
    _description = "Make Exit Criteria Blocking"

    gate_ids = fields.Many2many("crm.stage.gate", string="Exit Criteria", required=True)
    start = fields.Selection(
        [("now", "At once"), ("later", "From a day on")], required=True, default="now"
    )
    blocking_from = fields.Date(
        help="Until then the criteria are advisory: shown and counted, holding nobody."
    )
    lead_count = fields.Integer("Open Opportunities", compute="_compute_counts")
    held_count = fields.Integer("Would Be Held", compute="_compute_counts")

    @api.depends("gate_ids")
    def _compute_counts(self):
        for rollout in self:
            leads, held = rollout.gate_ids._origin._find_leads_concerned()
            rollout.lead_count, rollout.held_count = len(leads), len(held)

    def action_apply(self):
        self.ensure_one()
        self.gate_ids._make_blocking(self.blocking_from if self.start == "later" else None)
        return {"type": "ir.actions.act_window_close"}

    def action_open_held(self):
        """Open the opportunities that these criteria would hold today."""
        self.ensure_one()
        _leads, held = self.gate_ids._find_leads_concerned()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Would Be Held Today"),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", held.ids)],
            "context": {"search_default_group_by_stage": 1},
        }
