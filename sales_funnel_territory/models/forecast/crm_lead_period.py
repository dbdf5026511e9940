from datetime import datetime

import pytz
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...planning.forecast_periods import month_end, open_status

PERIOD_STATUSES = [
    ("won", "Won"),
    ("overdue", "Overdue"),
    ("current", "Current"),
    ("future", "Future"),
    ("no_date", "No Date"),
]


class CrmLead(models.Model):
    """Period Status: where a deal stands today, so never stored."""

    _inherit = "crm.lead"

    period_status = fields.Selection(
        PERIOD_STATUSES,
        compute="_compute_period_status",
        search="_search_period_status",
        help="Won; or, for an open opportunity, overdue (expected before today), current (from "
        "today to the end of this month), future (after this month) or without a date. Days are "
        "those of the company's time zone. Lost and archived opportunities have none.",
    )

    # ------------------------------------------------------------------ today

    @api.model
    def _todays(self):
        """Return {company id: today there}, under ``False`` for leads without a company."""
        now = pytz.utc.localize(fields.Datetime.now())
        zones = self.env["res.company"]._time_zones()
        return {company: _day_in(zone, now) for company, zone in zones.items()}

    def _get_today(self):
        """Return today where the lead's company is."""
        return self._todays()[self.company_id.id]

    def _is_open_deal(self):
        return self.active and self.won_status == "pending"

    # ------------------------------------------------------------------ Python, search, SQL

    @api.depends("won_status", "active", "forecast_date", "company_id")
    def _compute_period_status(self):
        todays = self._todays()
        for lead in self:
            if lead.won_status == "won":
                lead.period_status = "won"
            elif lead._is_open_deal():
                today = todays[lead.company_id.id]
                lead.period_status = open_status(lead.forecast_date or None, today)
            else:
                lead.period_status = False

    @api.model
    def _search_period_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._period_status_domain(status) for status in value)

    @api.model
    def _period_status_domain(self, status):
        if status == "won":
            return Domain("won_status", "=", "won")
        if not status:
            return Domain("won_status", "!=", "won") & ~self._open_deal_domain()
        return self._open_deal_domain() & self._open_status_domain(status)

    @api.model
    def _open_deal_domain(self):
        return Domain("active", "=", True) & Domain("won_status", "=", "pending")

    @api.model
    def _open_status_domain(self, status):
        def on(today):
            return {
                "overdue": _before(today),
                "current": _from(today) & Domain("forecast_date", "<=", month_end(today)),
                "future": Domain("forecast_date", ">", month_end(today)),
                "no_date": Domain("forecast_date", "=", False),
            }.get(status, Domain.FALSE)

        return self._domain_by_today(on)

    @api.model
    def _domain_by_today(self, make):
        """Return ``make(today)`` for every lead, where companies may have different days."""
        companies_by_day = {}
        for company, today in self._todays().items():
            companies_by_day.setdefault(today, []).append(company)
        if len(companies_by_day) == 1:
            return make(*companies_by_day)
        return Domain.OR(
            Domain("company_id", "in", companies) & make(today)
            for today, companies in companies_by_day.items()
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "period_status":
            return self._period_status_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    def _period_status_sql(self, alias, query):
        todays = self._todays()
        company = self._field_to_sql(alias, "company_id", query)
        ends = {company_id: month_end(today) for company_id, today in todays.items()}
        return SQL(
            """(CASE WHEN %(won_status)s = 'won' THEN 'won'
            WHEN %(won_status)s IS DISTINCT FROM 'pending' OR %(active)s IS NOT TRUE THEN NULL
            WHEN %(day)s IS NULL THEN 'no_date'
            WHEN %(day)s < %(today)s THEN 'overdue'
            WHEN %(day)s <= %(end)s THEN 'current'
            ELSE 'future' END)""",
            won_status=self._field_to_sql(alias, "won_status", query),
            active=self._field_to_sql(alias, "active", query),
            day=self._field_to_sql(alias, "forecast_date", query),
            today=SQL("%s::date", self._by_company_sql(todays, company)),
            end=SQL("%s::date", self._by_company_sql(ends, company)),
        )


def _day_in(zone: str, now: datetime):
    return now.astimezone(pytz.timezone(zone)).date()


def _before(day):
    return Domain("forecast_date", "<", day)


def _from(day):
    return Domain("forecast_date", ">=", day)
