from odoo import api, fields, models

_PARTS = (
    "message_product",
    "message_budget",
    "message_organisation",
    "message_decision",
    "message_competitors",
    "message_needs",
)


class CrmCallReport(models.Model):
    """The follow-up log: one line for each contact."""

    _inherit = "crm.call.report"

    log_content = fields.Text("Content", compute="_compute_log_content")
    log_stage = fields.Char("Current Stage", compute="_compute_log_stage")

    @api.depends("purpose", *_PARTS)
    def _compute_log_content(self):
        for report in self:
            texts = [report.purpose, *(text for _label, text in report._get_message())]
            report.log_content = "\n".join(filter(None, texts))

    @api.depends("opportunity_ids.stage_id")
    @api.depends_context("uid")
    def _compute_log_stage(self):
        # of those that the reader may see
        readable = self.opportunity_ids._filtered_access("read")
        for report in self:
            stages = (report.opportunity_ids & readable).stage_id
            report.log_stage = ", ".join(stages.mapped("name"))

    def _get_message(self):
        """Return [(heading, text)] of the parts of the message that say something."""
        self.ensure_one()
        return [
            (self._fields[name]._description_string(self.env), self[name])
            for name in _PARTS
            if (self[name] or "").strip()
        ]
