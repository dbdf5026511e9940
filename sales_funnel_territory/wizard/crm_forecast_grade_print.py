from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.date_utils import end_of, start_of
from odoo.tools.misc import format_date

PERIODS = [
    ("all", "All Dates"),
    ("month", "This Month"),
    ("next_month", "Next Month"),
    ("quarter", "This Quarter"),
    ("next_quarter", "Next Quarter"),
    ("year", "This Year"),
    ("custom", "From - To"),
]


class CrmForecastGradePrint(models.TransientModel):
    """What to print of the forecast by grade: period, teams, people - or the deals selected."""

    _name = "crm.forecast.grade.print"
    _description = "Print Forecast by Grade"

    period = fields.Selection(
        PERIODS,
        default="all",
        required=True,
        help="Opportunities count by their forecast date; those without a date only with All "
        "Dates.",
    )
    date_from = fields.Date("From")
    date_to = fields.Date("To")
    team_ids = fields.Many2many(
        "crm.team", string="Sales Teams", help="These teams and the teams below them. Empty: all."
    )
    user_ids = fields.Many2many(
        "res.users", string="Salespeople", domain="[('share', '=', False)]", help="Empty: all."
    )
    lead_ids = fields.Many2many("crm.lead", string="Selected Opportunities")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "lead_ids" in fields and self.env.context.get("active_model") == "crm.lead":
            selected = self.env.context.get("active_ids") or []
            values["lead_ids"] = [(6, 0, selected)]
        return values

    @api.constrains("period", "date_from", "date_to")
    def _check_dates(self):
        for dialog in self.filtered(lambda dialog: dialog.period == "custom"):
            if not dialog.date_from and not dialog.date_to:
                raise ValidationError(
                    self.env._("Enter the first or the last day of the period to print.")
                )
            if dialog.date_from and dialog.date_to and dialog.date_from > dialog.date_to:
                raise ValidationError(
                    self.env._(
                        "The period ends on %(end)s, before it starts on %(start)s. Change one.",
                        start=format_date(self.env, dialog.date_from),
                        end=format_date(self.env, dialog.date_to),
                    )
                )

    def action_print(self):
        return self.env.ref(
            "sales_funnel_territory.crm_forecast_grade_print_action_report"
        ).report_action(self)

    # ------------------------------------------------------------------ what is printed

    def _get_table(self):
        """Return the table, as the rights of the reader allow."""
        return self.env["crm.lead"]._get_forecast_by_grade(self._get_domain())

    def _get_domain(self):
        start, end = self._get_period()
        domain = Domain.TRUE
        if self.lead_ids:
            domain &= Domain("id", "in", self.lead_ids.ids)
        if start:
            domain &= Domain("forecast_date", ">=", start)
        if end:
            domain &= Domain("forecast_date", "<=", end)
        if self.team_ids:
            domain &= Domain("team_id", "child_of", self.team_ids.ids)
        if self.user_ids:
            domain &= Domain("user_id", "in", self.user_ids.ids)
        return domain

    def _get_period(self):
        """Return the first and the last day, both empty for all dates."""
        today = self._get_today()
        if self.period == "all":
            return None, None
        if self.period == "custom":
            return self.date_from, self.date_to
        unit = self.period.removeprefix("next_")
        if self.period.startswith("next_"):
            today = start_of(today, unit) + relativedelta(months=3 if unit == "quarter" else 1)
        return start_of(today, unit), end_of(today, unit)

    def _get_today(self):
        return self.env["crm.lead"]._todays()[self.env.company.id]

    def _get_conditions(self):
        """Return (heading, text) of everything that decided which deals count."""
        every = self.env._("All")
        conditions = [
            (self.env._("Company"), ", ".join(self.env.companies.mapped("name"))),
            (self.env._("Period"), self._get_period_text()),
            (self.env._("Sales Teams"), ", ".join(self.team_ids.mapped("name")) or every),
            (self.env._("Salespeople"), ", ".join(self.user_ids.mapped("name")) or every),
        ]
        if self.lead_ids:
            selected = self.env._("%(count)s selected", count=len(self.lead_ids))
            conditions.append((self.env._("Opportunities"), selected))
        return conditions

    def _get_period_text(self):
        start, end = self._get_period()
        if not start and not end:
            return dict(self._fields["period"]._description_selection(self.env))["all"]
        days = [format_date(self.env, day) if day else "..." for day in (start, end)]
        return " - ".join(days)
