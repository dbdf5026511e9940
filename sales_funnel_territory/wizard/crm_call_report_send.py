from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmCallReportSend(models.TransientModel):
    """To whom of us a report goes, as it will read."""

    _name = "crm.call.report.send"
    _description = "Send a Call Report to Colleagues"

    report_id = fields.Many2one("crm.call.report", required=True, ondelete="cascade")
    user_ids = fields.Many2many(
        "res.users",
        string="Colleagues",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
    )
    note = fields.Text(help="A word of yours above the report.")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("report_id")
    def _compute_user_ids(self):
        for dialog in self:
            report = dialog.report_id
            dialog.user_ids = (report.to_ids | report.cc_ids) - self.env.user

    @api.depends("report_id", "note")
    def _compute_preview(self):
        for dialog in self:
            report = dialog.report_id
            report.check_access("read")
            dialog.preview = self.env["ir.qweb"]._render(
                "sales_funnel_territory.crm_call_report_message",
                {"sheet": report._prepare_sheet(), "note": dialog.note},
            )

    def action_send(self):
        self.ensure_one()
        self.report_id._check_may_send()
        if not self.user_ids:
            raise UserError(self.env._("Choose who of your colleagues gets the report."))
        self.report_id._send_to_colleagues(self.user_ids, self.note)
        return {"type": "ir.actions.act_window_close"}
