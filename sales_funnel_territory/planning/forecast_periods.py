"""Periods of a forecast: where a deal stands on the day it is looked at.

Days are calendar days of the company that owns the deal; months are calendar months. The same
rules exist once more as SQL, for grouping (``models/forecast``); a test holds both together.
"""

from calendar import monthrange
from datetime import date
from typing import Final

BOARD_MONTHS: Final = 6
"""Months a board shows as columns of their own, the current one included."""

OVERDUE: Final = "overdue"
CURRENT: Final = "current"
FUTURE: Final = "future"
NO_DATE: Final = "no_date"
LATER: Final = "later"
PAST: Final = "past"


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the first day of the month ``months`` after (or before) that of ``day``."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def open_status(closing: date | None, today: date) -> str:
    """Return the period of an open deal expected to close on ``closing``.

    The current period runs from today to the end of the month; a deal expected before
    today is overdue, also when the day lies in this month.
    """
    if closing is None:
        return NO_DATE
    if closing < today:
        return OVERDUE
    return CURRENT if closing <= month_end(today) else FUTURE


def board_horizon(today: date) -> date:
    """Return the first day that has no month column of its own any more."""
    return add_months(today, BOARD_MONTHS)


def board_months(today: date) -> list[str]:
    """Return the month columns of a board, ``2026-11`` first in November 2026."""
    return [month_column(add_months(today, index)) for index in range(BOARD_MONTHS)]


def month_column(day: date) -> str:
    """Return the column of the month of ``day``, as ``2026-11``."""
    return f"{day.year:04}-{day.month:02}"


def open_column(closing: date | None, today: date) -> str:
    """Return the board column of an open deal: overdue, a month, later, or no date."""
    if closing is None:
        return NO_DATE
    if closing < today:
        return OVERDUE
    return month_column(closing) if closing < board_horizon(today) else LATER


def won_column(closed: date | None, today: date) -> str:
    """Return the board column of a won deal: the month it was won in, or before all months."""
    if closed is None:
        return NO_DATE
    if closed < today.replace(day=1):
        return PAST
    return month_column(closed) if closed < board_horizon(today) else LATER


def moved_closing(closing: date | None, column: str, today: date) -> date:
    """Return the closing date of a deal dropped on a month.

    The day of the month stays where that month has it (31 becomes 30 or 28), never a day
    before today; a deal without a date gets the month's last day.

    :param column: a month column, as ``2026-11``
    :raises ValueError: when the month is over, or ``column`` is no month
    """
    year, month = column.split("-")
    last = month_end(date(int(year), int(month), 1))
    if last < today:
        raise ValueError(column)
    wanted = last if closing is None else last.replace(day=min(closing.day, last.day))
    return max(wanted, today)
