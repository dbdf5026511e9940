from odoo import api, fields, models

from .crm_call_report import STATES as REPORT_STATES


class CrmVisit(models.Model):
    """The report on a visit: opened from it, and missing where it is due and not submitted."""

    _inherit = "crm.visit"

    report_ids = fields.One2many("crm.call.report", "visit_id", "Call Reports", readonly=True)
    report_id = fields.Many2one(
        "crm.call.report", "Call Report", compute="_compute_report_id", compute_sudo=True
    )
    report_state = fields.Selection(REPORT_STATES, compute="_compute_report_id", compute_sudo=True)

    @api.depends("report_ids.state")
    def _compute_report_id(self):
        for visit in self:
            report = visit.report_ids[:1]
            visit.report_id = report
            visit.report_state = report.state

    def action_report(self):
        """Open the report on this visit; prepare it if there is none yet."""
        self.ensure_one()
        report = self.env["crm.call.report"]._prepare_for_visit(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.call.report",
            "res_id": report.id,
            "views": [(False, "form")],
        }

    def _get_report_times(self):
        """Return from when until when a report on this visit is, as values of it."""
        self.ensure_one()
        start = self.checked_in_on or self.start or self.env.cr.now().replace(microsecond=0)
        end = self.checked_out_on or (False if self.checked_in_on else self.stop)
        return {"date": start, "date_end": end and max(start, end)}

    def _turn(self, state, **values):
        result = super()._turn(state, **values)
        if state in ("under_way", "done"):
            self._begin_reports()
        return result

    def _begin_reports(self):
        """Reports on visits that take place are written, with the times of these."""
        # sudo: the visit's person is the report's; times that the visit keeps
        for visit in self.sudo().filtered("report_id"):
            report = visit.report_id
            if report.state in ("prepared", "in_progress"):
                report.write({"state": "in_progress", **visit._get_report_times()})
