from odoo import fields, models


class CrmCallReportAdd(models.TransientModel):
    """Add to a report that was submitted: dated, and signed by whoever adds."""

    _name = "crm.call.report.add"
    _description = "Add to a Call Report"

    report_id = fields.Many2one("crm.call.report", required=True, ondelete="cascade")
    text = fields.Text("Addition", required=True)

    def action_apply(self):
        self.ensure_one()
        self.env["crm.call.report.addition"].create(
            {"report_id": self.report_id.id, "text": self.text.strip()}
        )
        return {"type": "ir.actions.act_window_close"}
