from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .crm_call_report import OPEN_STATES
from .crm_call_report import STATES as REPORT_STATES

_OFF = ("missed", "cancelled")
_LOOK_BACK = timedelta(days=30)
_MOVED = frozenset({"start", "duration", "checked_in_on", "checked_out_on", "user_id"})


class CrmVisit(models.Model):
    """The report on a visit: opened from it, and missing where it is due and not submitted."""

    _inherit = "crm.visit"

    report_ids = fields.One2many("crm.call.report", "visit_id", "Call Reports", readonly=True)
    report_id = fields.Many2one(
        "crm.call.report", "Call Report", compute="_compute_report_id", compute_sudo=True
    )
    report_state = fields.Selection(
        REPORT_STATES,
        "State of the Report",
        compute="_compute_report_id",
        search="_search_report_state",
        compute_sudo=True,
    )
    is_report_missing = fields.Boolean(
        "Report Missing",
        compute="_compute_report_id",
        search="_search_is_report_missing",
        compute_sudo=True,
        help="The visit was done, and its report is due and not submitted, or not there at all.",
    )
    is_of_customer = fields.Boolean(
        "Of a Customer",
        related="partner_id.commercial_partner_id.is_sales_customer",
        help="Reports are written on customers; who is one no longer can still be visited.",
    )

    @api.depends("report_ids.state", "report_ids.deadline")
    def _compute_report_id(self):
        for visit in self:
            report = visit.report_ids[:1]
            visit.report_id = report
            visit.report_state = report.state
            is_due = report.is_overdue if report else visit._is_unreported()
            visit.is_report_missing = visit.state == "done" and is_due

    def _search_report_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_report_domain(state) for state in value)

    @api.model
    def _get_report_domain(self, state):
        # sudo: whether there is one, also where its reader is not the user
        reports = self.env["crm.call.report"].sudo()
        if state:
            found = reports._search([("state", "=", state), ("visit_id", "!=", False)])
            return Domain("id", "in", found.subselect("visit_id"))
        found = reports._search([("visit_id", "!=", False)])
        return Domain("id", "not in", found.subselect("visit_id"))

    def _search_is_report_missing(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # sudo: as above
        reports = self.env["crm.call.report"].sudo()
        due = reports._get_overdue_domain() & Domain("visit_id", "!=", False)
        found = reports._search(due)
        overdue = Domain("state", "=", "done") & Domain("id", "in", found.subselect("visit_id"))
        return overdue | self._get_unreported_domain(self.env.companies)

    @api.model
    def _get_unreported_domain(self, companies):
        """Return which visits were made and have no report at all, once one is due."""
        due = Domain.OR(
            Domain("company_id", "=", company.id) & self._get_due_domain(company)
            for company in companies
        )
        return due & self._get_report_domain(False)

    @api.model
    def _get_due_domain(self, company):
        """Return the visits of the last weeks that a report is due on, by a company's settings."""
        # sudo: what its reports are to be
        settings, now = company.sudo(), fields.Datetime.now()
        return (
            self._get_reported_domain(settings.call_report_visits)
            & Domain("state", "=", "done")
            & Domain("is_of_customer", "=", True)
            & Domain("stop", ">", now - _LOOK_BACK)
            & Domain("stop", "<", now - timedelta(hours=settings.call_report_hours))
        )

    def _is_unreported(self):
        return bool(self.filtered_domain(self._get_due_domain(self.company_id)))

    # ------------------------------------------------------------------ the report follows

    def write(self, vals):
        result = super().write(vals)
        state = vals.get("state")
        if state in ("under_way", "done"):
            self._begin_reports()
        elif state or not _MOVED.isdisjoint(vals):
            self._move_reports()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        """A submitted report stays as it is: it would lose its visit."""
        if self.env.su:
            return
        # sudo: whether there is one, also where its reader is not the user
        reports = self.sudo().with_context(active_test=False).report_ids
        for report in reports.filtered(lambda one: one.state not in OPEN_STATES):
            raise UserError(
                self.env._(
                    "There is a submitted call report on “%(visit)s”: archive the visit rather "
                    "than delete it.",
                    visit=report.visit_id.display_name,
                )
            )

    def _begin_reports(self):
        """Reports on visits that take place are written, with the times of these."""
        # sudo: the visit's person is the report's; times that the visit keeps
        visits = self.sudo()
        expected = visits.filtered(lambda one: one.state == "done" and one._is_report_expected())
        self.env["crm.call.report"].sudo()._prepare_for_visit(expected - visits._get_reported())
        for visit in visits:
            report = visit.report_ids[:1]
            if report.state in OPEN_STATES:
                report.write({"state": "in_progress", **visit._get_report_times()})

    def _get_reported(self):
        return self.filtered("report_ids")

    def _move_reports(self):
        """Prepared reports go where their visits go; of what is off, none is due."""
        # sudo: as above
        reports = self.env["crm.call.report"].sudo().with_context(active_test=False)
        reports = reports.search([("visit_id", "in", self.ids), ("state", "in", OPEN_STATES)])
        for report in reports:
            visit = report.visit_id
            values = {"active": visit.state not in _OFF}
            if report.state == "prepared":
                values["user_id"] = visit.user_id.id
            if visit.state in ("planned", "confirmed") and not report._is_written():
                values["state"] = "prepared"
            if visit.start:
                values |= visit._get_report_times()
            report.write(report._get_differences(values))

    def _is_report_expected(self):
        expected = self.company_id.call_report_visits
        if not self.is_of_customer:
            return False
        return bool(self.filtered_domain(self._get_reported_domain(expected)))

    @api.model
    def _get_reported_domain(self, expected):
        """Return on which visits a report is expected, by the company's setting."""
        if expected == "no_routes":
            return Domain("origin", "!=", "fixed_route")
        return Domain.TRUE if expected == "all" else Domain.FALSE

    def _get_report_times(self):
        """Return from when until when a report on this visit is, as values of it."""
        self.ensure_one()
        start = self.checked_in_on or self.start or self.env.cr.now().replace(microsecond=0)
        end = self.checked_out_on or (False if self.checked_in_on else self.stop)
        return {"date": start, "date_end": end and max(start, end)}

    # ------------------------------------------------------------------ actions

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
