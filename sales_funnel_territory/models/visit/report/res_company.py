from odoo import fields, models

from .crm_call_report import OPEN_STATES

REPORTED_VISITS = [
    ("all", "All Visits"),
    ("no_routes", "All but Those of Fixed Routes"),
    ("none", "No Visit"),
]


class ResCompany(models.Model):
    """By when call reports are due, on which visits, and how far back they may be dated."""

    _inherit = "res.company"

    call_report_hours = fields.Integer(
        "Call Reports Due After (Hours)",
        default=24,
        help="After the end of the contact, or until the end of the person's next working day if "
        "that is later.",
    )
    call_report_visits = fields.Selection(
        REPORTED_VISITS,
        "Call Reports Expected On",
        default="no_routes",
        required=True,
        help="A visit that was done gets a report, which is due. On others it is free to write "
        "one.",
    )
    call_report_backdate_days = fields.Integer(
        "Call Reports May Be Dated Back (Days)",
        default=7,
        help="A report on a contact longer ago needs the team leader.",
    )

    _call_report_hours = models.Constraint(
        "CHECK(call_report_hours > 0)", "Call reports are due after an hour at least."
    )
    _call_report_backdate = models.Constraint(
        "CHECK(call_report_backdate_days >= 0)",
        "Call reports may be dated back by no day, or by some, never by less than none.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "call_report_hours" in vals:
            self._move_report_deadlines()
        return result

    def _move_report_deadlines(self):
        """Other hours count for reports that are still open; what was on time stays so."""
        # sudo: everybody's, in companies whose settings the user may write
        reports = self.env["crm.call.report"].sudo().with_context(active_test=False)
        reports = reports.search([("company_id", "in", self.ids), ("state", "in", OPEN_STATES)])
        self.env.add_to_compute(reports._fields["deadline"], reports)
