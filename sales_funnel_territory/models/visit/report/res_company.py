from odoo import fields, models

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
