from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models

from ....planning.weeks import last_weekly_close

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ResCompany(models.Model):
    """When a company's week ends: the moment at which Odoo's own scores enter the history."""

    _inherit = "res.company"

    weekly_close_weekday = fields.Selection(
        WEEKDAYS,
        string="Week Closes On",
        default="6",
        required=True,
        help="At the end (24:00) of this day the probabilities of Odoo's scoring are kept in "
        "the history of leads.",
    )
    weekly_close_date = fields.Datetime("Last Weekly Close", readonly=True)

    def _close_weeks(self):
        """Record, for companies whose week has ended since last time, what was scored."""
        History = self.env["crm.lead.history"]
        now = self.env.cr.now()
        rows = 0
        for company in self:
            close = last_weekly_close(
                now.replace(tzinfo=UTC),
                int(company.weekly_close_weekday),
                ZoneInfo(company._get_time_zone()),
            ).replace(tzinfo=None)
            if not company.weekly_close_date or company.weekly_close_date < close:
                rows += History._record(with_scores=True, company=company)
                company.weekly_close_date = close
        return rows
