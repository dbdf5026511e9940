from odoo import fields, models


class CrmCallReportAcknowledge(models.TransientModel):
    """Say that reports were read, and what one thinks of them."""

    _name = "crm.call.report.acknowledge"
    _description = "Acknowledge Call Reports"

    report_ids = fields.Many2many(
        "crm.call.report", string="Call Reports", default=lambda self: self._default_report_ids()
    )
    comment = fields.Text(help="What went well, what to do next; its writer is told.")

    def _default_report_ids(self):
        if self.env.context.get("active_model") != "crm.call.report":
            return []
        return [fields.Command.set(self.env.context.get("active_ids") or [])]

    def action_apply(self):
        self.ensure_one()
        self.report_ids._acknowledge((self.comment or "").strip() or False)
        return {"type": "ir.actions.act_window_close"}
