from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLeadLost(models.TransientModel):
    """The reason of a loss: asked for, and demanded where the team wants it."""

    _inherit = "crm.lead.lost"

    is_reason_required = fields.Boolean(compute="_compute_is_reason_required")

    @api.depends("lead_ids")
    def _compute_is_reason_required(self):
        for dialog in self:
            dialog.is_reason_required = bool(dialog._get_demanding_teams())

    def _get_demanding_teams(self):
        return self.lead_ids.team_id.filtered("is_lost_reason_required")

    def action_lost_reason_apply(self):
        teams = self._get_demanding_teams()
        if teams and not self.lost_reason_id:
            raise UserError(
                self.env._(
                    "%(teams)s wants a reason for each lost opportunity. Choose one.",
                    teams=", ".join(teams.mapped("name")),
                )
            )
        return super().action_lost_reason_apply()
