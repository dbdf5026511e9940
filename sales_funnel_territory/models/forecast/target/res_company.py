from odoo import fields, models

from ....planning.forecast.periods import Scheme
from ...funnel.history.res_company import WEEKDAYS

SCHEMES = [
    ("calendar", "Calendar Months"),
    ("445", "Weeks: 4-4-5"),
    ("454", "Weeks: 4-5-4"),
    ("544", "Weeks: 5-4-4"),
]
MONTHS = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]
MARGIN_RATE = 30.0
PERIOD_KINDS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]


class ResCompany(models.Model):
    """How a company cuts its years, for targets and forecasts."""

    _inherit = "res.company"

    fiscal_scheme = fields.Selection(
        SCHEMES,
        default="calendar",
        required=True,
        help="By the calendar, or by whole weeks: a quarter has 13, a month 4 or 5 of them.",
    )
    fiscal_first_month = fields.Selection(
        MONTHS,
        default="1",
        required=True,
        help="The month with which the fiscal year begins. The year is named by the one it ends "
        "in.",
    )
    fiscal_first_weekday = fields.Selection(
        WEEKDAYS,
        string="Fiscal Weeks Begin On",
        default="0",
        required=True,
        help="Of years by weeks: they begin on this day, nearest to the first of their month.",
    )

    margin_rate = fields.Float(
        "Usual Margin Rate (%)",
        digits=(5, 2),
        default=MARGIN_RATE,
        help="Gross margin in percent of revenue: of new teams, and of what belongs to no team.",
    )

    _margin_rate_percent = models.Constraint(
        "CHECK (margin_rate BETWEEN 0 AND 100)", "A margin rate is between 0 and 100 percent."
    )

    def _get_fiscal_scheme(self):
        """Return how this company cuts its years."""
        company = self.sudo()  # sudo: three settings, to read periods with
        return Scheme(
            company.fiscal_scheme,
            int(company.fiscal_first_month),
            int(company.fiscal_first_weekday),
        )
