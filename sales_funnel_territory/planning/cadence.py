"""Cadence: when a customer is to be contacted, or visited, again.

A frequency is one every so many calendar days, or so many in a week, month, quarter or year.
Due dates fall on working days on which the customer receives; between two contacts lie at
least and at most as many days as agreed. All dates are days in the calendar of one place:
the caller turns moments into them.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

UNITS: Final = ("day", "week", "month", "quarter", "year")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_DAYS_A_YEAR: Final = 365.25
_LONGEST_SEARCH: Final = 366

Calendar = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Frequency:
    """``number`` days from one to the next (``unit`` day), or ``number`` times in each unit."""

    number: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"a frequency counts by {', '.join(UNITS)}, not {self.unit!r}")
        if not 1 <= self.number <= 366:
            raise ValueError(f"a frequency's number is 1 to 366, not {self.number}")

    def per_year(self) -> float:
        """Return how often that is in a year.

        >>> Frequency(2, "month").per_year(), Frequency(7, "day").per_year() > 52
        (24.0, True)
        """
        if self.unit == "day":
            return _DAYS_A_YEAR / self.number
        if self.unit == "week":
            return self.number * _DAYS_A_YEAR / 7
        return self.number * 12 / _MONTHS[self.unit]

    def gap(self) -> float:
        """Return the usual number of calendar days from one to the next."""
        return _DAYS_A_YEAR / self.per_year()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A frequency with its limits in calendar days; no limit where it is ``None``."""

    frequency: Frequency
    least_gap: int | None = None
    largest_gap: int | None = None

    def __post_init__(self) -> None:
        limits = (self.least_gap, self.largest_gap)
        if any(limit is not None and limit < 1 for limit in limits):
            raise ValueError("a gap is at least one day")
        if None not in limits and self.least_gap > self.largest_gap:  # type: ignore[operator]
            raise ValueError(
                f"the least gap ({self.least_gap}) is longer than the largest ({self.largest_gap})"
            )


def next_due(rhythm: Rhythm, last: date | None, since: date, is_open: Calendar) -> date:
    """Return the day on which the next one is due.

    One that never took place is due at once. The day moves to the nearest later open one; if
    that would be beyond the largest gap, to the last open one before. The least gap is never
    undercut, even where a customer is closed until the largest is over.

    :param last: day of the last one, nothing when there was none
    :param since: day since which the customer is one
    :param is_open: tells whether a day is a working day on which the customer receives
    """
    if last is None:
        return _first_open(since, is_open)
    earliest = last + timedelta(days=rhythm.least_gap or 1)
    latest = last + timedelta(days=rhythm.largest_gap) if rhythm.largest_gap else None
    wanted = max(_wanted(rhythm.frequency, last), earliest)
    if latest is not None:
        wanted = max(min(wanted, latest), earliest)
    due = _first_open(wanted, is_open)
    if latest is None or due <= latest:
        return due
    return _last_open(wanted, earliest, is_open) or due


def is_closed_for_good(is_open: Calendar, day: date) -> bool:
    """Tell whether no day within a year is open: a mistake in the customer's visiting hours."""
    return not any(is_open(day + timedelta(days=offset)) for offset in range(_LONGEST_SEARCH))


def _wanted(frequency: Frequency, last: date) -> date:
    """Return the ideal day: once a month is the same day of the next, not 30 days later."""
    if frequency.unit == "day":
        return last + timedelta(days=frequency.number)
    months = _MONTHS.get(frequency.unit)
    if months is not None and months % frequency.number == 0:
        return _add_months(last, months // frequency.number)
    return last + timedelta(days=max(1, round(frequency.gap())))


def _add_months(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it has no such day.

    >>> _add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


def _first_open(day: date, is_open: Calendar) -> date:
    for offset in range(_LONGEST_SEARCH):
        if is_open(day + timedelta(days=offset)):
            return day + timedelta(days=offset)
    return day  # closed for good: due all the same, rather than forgotten


def _last_open(day: date, earliest: date, is_open: Calendar) -> date | None:
    while day >= earliest:
        if is_open(day):
            return day
        day -= timedelta(days=1)
    return None
