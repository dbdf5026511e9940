from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...planning.forecast_periods import (
    BOARD_MONTHS,
    add_months,
    board_horizon,
    board_months,
    month_column,
    moved_closing,
    open_column,
    won_column,
)
from ...tools.day_words import date_words

_MONTHS_WITH_A_NAME = range(-13, BOARD_MONTHS + 13)
"""More than a board shows: views are cached by browsers, also over the end of a month."""


class CrmLead(models.Model):
    """The forecast board: overdue, a column for each of the next months, later, no date."""

    _inherit = "crm.lead"

    forecast_column = fields.Selection(
        selection="_selection_forecast_column",
        compute="_compute_forecast_column",
        inverse="_inverse_forecast_column",
        search="_search_forecast_column",
        group_expand="_group_expand_forecast_column",
        copy=False,
        help="Where the opportunity stands on the forecast board: overdue, the month of its "
        "forecast date, later, or without a date. Moving an open opportunity to another month "
        "changes its expected closing.",
    )

    # ------------------------------------------------------------------ columns

    @api.model
    def _selection_forecast_column(self):
        first = self._todays()[self.env.company.id].replace(day=1)
        months = [add_months(first, index) for index in _MONTHS_WITH_A_NAME]
        return [
            ("overdue", self.env._("Overdue")),
            *((month_column(month), self._month_label(month)) for month in months),
            ("later", self.env._("Later")),
            ("no_date", self.env._("No Date")),
            ("past", self.env._("Won Earlier")),
        ]

    @api.model
    def _month_label(self, month):
        return date_words(self.env, month, "MMMM y")

    @api.model
    def _group_expand_forecast_column(self, columns, _domain):
        months = board_months(self._todays()[self.env.company.id])
        shown = ["overdue", *sorted({*months, *filter(_is_month, columns)}), "later", "no_date"]
        return shown + [column for column in columns if column not in shown]

    # ------------------------------------------------------------------ Python, search, SQL

    @api.depends("won_status", "active", "forecast_date", "company_id")
    def _compute_forecast_column(self):
        todays = self._todays()
        for lead in self:
            today, day = todays[lead.company_id.id], lead.forecast_date or None
            if lead.won_status == "won":
                lead.forecast_column = won_column(day, today)
            else:
                lead.forecast_column = lead._is_open_deal() and open_column(day, today)

    @api.model
    def _search_forecast_column(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._forecast_column_domain(column) for column in value)

    @api.model
    def _forecast_column_domain(self, column):
        if not column:
            return self._period_status_domain(False)
        won = Domain("won_status", "=", "won")
        open_days = self._domain_by_today(lambda today: _days_of(column, today, today))
        won_days = self._domain_by_today(
            lambda today: _days_of(column, today, today.replace(day=1))
        )
        if column == "overdue":
            return self._period_status_domain("overdue")
        if column == "past":
            return won & won_days
        return (self._open_deal_domain() & open_days) | (won & won_days)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "forecast_column":
            return self._forecast_column_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    def _forecast_column_sql(self, alias, query):
        todays = self._todays()
        company = self._field_to_sql(alias, "company_id", query)
        firsts = {company_id: today.replace(day=1) for company_id, today in todays.items()}
        horizons = {company_id: board_horizon(today) for company_id, today in todays.items()}
        return SQL(
            """(CASE WHEN %(status)s IS NULL THEN NULL
            WHEN %(status)s = 'overdue' THEN 'overdue'
            WHEN %(day)s IS NULL THEN 'no_date'
            WHEN %(day)s < %(first)s THEN 'past'
            WHEN %(day)s < %(horizon)s THEN to_char(%(day)s, 'YYYY-MM')
            ELSE 'later' END)""",
            status=self._field_to_sql(alias, "period_status", query),
            day=self._field_to_sql(alias, "forecast_date", query),
            first=SQL("%s::date", self._by_company_sql(firsts, company)),
            horizon=SQL("%s::date", self._by_company_sql(horizons, company)),
        )

    # ------------------------------------------------------------------ moving a card

    def _inverse_forecast_column(self):
        """Move open deals to the month they were dropped on; refuse what has no one meaning."""
        for lead in self:
            lead._move_to_column(lead.forecast_column)

    def _move_to_column(self, column):
        today = self._get_today()
        if column and column == self._get_column(today):
            return
        self._check_movable(column)
        if column == "no_date":
            self.date_deadline = False
            return
        try:
            self.date_deadline = moved_closing(self.date_deadline or None, column, today)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(lead)s cannot close in %(month)s: that month is over.",
                    lead=self.name,
                    month=self._column_label(column),
                )
            ) from error

    def _get_column(self, today):
        """Return the column where the stored values put the deal, whatever was just dropped."""
        if self.won_status == "won":
            return won_column(self.forecast_date or None, today)
        return self._is_open_deal() and open_column(self.forecast_date or None, today)

    def _check_movable(self, column):
        if not self._is_open_deal():
            raise UserError(
                self.env._(
                    "%(lead)s is not open any more: its date stays. Only the closing date of "
                    "open opportunities can be changed on the board.",
                    lead=self.name,
                )
            )
        if not _is_month(column) and column != "no_date":
            raise UserError(
                self.env._(
                    "%(lead)s cannot be moved to %(column)s: that is no month. Drop it on a "
                    "month, or set its expected closing in the opportunity.",
                    lead=self.name,
                    column=self._column_label(column),
                )
            )

    @api.model
    def _column_label(self, column):
        if _is_month(column):
            year, month = column.split("-")
            return self._month_label(date(int(year), int(month), 1))
        return dict(self._selection_forecast_column()).get(column) or self.env._("None")


def _is_month(column):
    return bool(column) and column[:4].isdigit()


def _days_of(column, today, earliest):
    """Return the domain of the days of a column, for deals that count from ``earliest`` on."""
    horizon = board_horizon(today)
    if column == "no_date":
        return Domain("forecast_date", "=", False)
    if column == "past":
        return Domain("forecast_date", "<", earliest)
    if column == "later":
        return Domain("forecast_date", ">=", horizon)
    if not _is_month(column):
        return Domain.FALSE
    year, month = column.split("-")
    first = date(int(year), int(month), 1)
    start, end = max(first, earliest), min(add_months(first, 1), horizon)
    return Domain("forecast_date", ">=", start) & Domain("forecast_date", "<", end)
