from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.answer_time import answer_due
from .crm_call_report import OPEN_STATES

_HORIZON = timedelta(days=60)


class CrmCallReport(models.Model):
    """Until when a report is due, and whether it came in time.

    24 hours after the contact, or the end of the person's next working day if that is later.
    """

    _inherit = "crm.call.report"

    deadline = fields.Datetime(
        "Due",
        compute="_compute_deadline",
        store=True,
        precompute=True,
        index=True,
        help="24 hours after the contact (unless the company has set other hours), or the end of "
        "the person's next working day if that is later.",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="It was submitted after it was due, or is due and not submitted yet.",
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_late",
        search="_search_is_overdue",
        help="It is due, and not submitted yet.",
    )

    # the hours of the company are no dependency: they count for what is still open, see there
    @api.depends("date", "date_end", "user_id")
    def _compute_deadline(self):
        for report in self:
            end = report.date_end or report.date
            report.deadline = end and report._get_deadline(end)

    def _get_deadline(self, end):
        """Return until when a contact that ends at a moment (naive UTC) is to be reported."""
        within = timedelta(hours=self.company_id.call_report_hours or 24)
        person = self.user_id
        if not person:
            return end + within
        # sudo: working hours and leaves of the person, to know the day
        spells = person.sudo()._get_work_spells(end, end + _HORIZON)
        due = answer_due(end.replace(tzinfo=UTC), spells, person._get_zone(), within)
        return due.astimezone(UTC).replace(tzinfo=None, microsecond=0)

    @api.depends("deadline", "state", "submitted_on")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for report in self:
            deadline = report.deadline or now
            report.is_late = deadline < (report.submitted_on or now)
            report.is_overdue = report.state in OPEN_STATES and deadline < now

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._get_overdue_domain() | Domain("timeliness", "=", "late")
        return Domain.OR(late if wanted else ~late for wanted in set(value))

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._get_overdue_domain()
        return Domain.OR(overdue if wanted else ~overdue for wanted in set(value))

    @api.model
    def _get_overdue_domain(self):
        return Domain("state", "in", OPEN_STATES) & Domain("deadline", "<", fields.Datetime.now())
