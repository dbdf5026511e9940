"""Periods of a fiscal year: months, quarters and years, by the calendar or by whole weeks.

A company's *scheme* says how its years are cut. By the *calendar* a fiscal month is a month, and
the year begins with any of them. By *weeks* (4-4-5 and its sisters) a quarter has 13 weeks, in
months of 4, 4 and 5; a year begins on the weekday nearest to the first of its first month, so it
has 52 or 53 weeks, and the 53rd belongs to the last month.

Periods are named by the year in which they end, as companies do: a year from July 2026 to June
2027 is 2027.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from ..forecast_periods import add_months

KINDS: Final = ("month", "quarter", "year")
WEEKS: Final = {"445": (4, 4, 5), "454": (4, 5, 4), "544": (5, 4, 4)}
MONTHS_OF: Final = {"month": 1, "quarter": 3, "year": 12}
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year, both days included.

    :param year: the fiscal year
    :param number: 1 to 12 of months, 1 to 4 of quarters, 1 of years
    """

    first: date
    last: date
    kind: str
    year: int
    number: int

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a company cuts its years.

    :param kind: calendar / 445 / 454 / 544
    :param first_month: the month with which a year begins, 1 to 12
    :param first_weekday: of a scheme by weeks: 0 (Monday) to 6
    """

    kind: str = "calendar"
    first_month: int = 1
    first_weekday: int = 0

    def __post_init__(self) -> None:
        if self.kind != "calendar" and self.kind not in WEEKS:
            raise ValueError(f"no such scheme: {self.kind}")
        if not 1 <= self.first_month <= 12 or not 0 <= self.first_weekday <= 6:
            raise ValueError("a year begins with a month of 1 to 12, a week with a day of 0 to 6")

    def starts(self, year: int) -> list[date]:
        """Return the first day of each month of a fiscal year, and that of the year after.

        >>> Scheme("445", 2).starts(2026)[0]
        datetime.date(2025, 2, 3)
        """
        if self.kind == "calendar":
            begin = self._calendar_start(year)
            return [add_months(begin, number) for number in range(13)]
        begin = self._week_start(year)
        lengths = WEEKS[self.kind] * 4
        inner = [begin + weeks * _WEEK for weeks in accumulate(lengths[:-1], initial=0)]
        return [*inner, self._week_start(year + 1)]

    def _calendar_start(self, year: int) -> date:
        return date(year if self.first_month == 1 else year - 1, self.first_month, 1)

    def _week_start(self, year: int) -> date:
        """Return the right weekday nearest to the first of the year's first month."""
        begin = self._calendar_start(year)
        before = (begin.weekday() - self.first_weekday) % 7
        return begin - timedelta(days=before if before <= 3 else before - 7)

    def fiscal_year(self, day: date) -> int:
        """Return the fiscal year of a day."""
        year = day.year + 1
        while self.starts(year)[0] > day:
            year -= 1
        while self.starts(year + 1)[0] <= day:
            year += 1
        return year


def period_of(day: date, kind: str, scheme: Scheme) -> Period:
    """Return the period of a kind in which a day lies.

    >>> period_of(date(2026, 11, 23), "quarter", Scheme()).first
    datetime.date(2026, 10, 1)
    >>> period_of(date(2026, 11, 23), "year", Scheme(first_month=7)).year
    2027
    """
    year = scheme.fiscal_year(day)
    starts = scheme.starts(year)[:: MONTHS_OF[kind]]
    number = min(bisect_right(starts, day), len(starts) - 1)
    return _period(starts, number, kind, year)


def periods_between(first: date, last: date, kind: str, scheme: Scheme) -> Iterator[Period]:
    """Yield the periods of a kind that have a day between two days, both included."""
    while first <= last:
        period = period_of(first, kind, scheme)
        yield period
        first = period.last + timedelta(days=1)


def parts(period: Period, kind: str, scheme: Scheme) -> list[Period]:
    """Return the shorter periods that a period consists of: a year's quarters, or months."""
    return list(periods_between(period.first, period.last, kind, scheme))


def with_parts(period: Period, scheme: Scheme) -> list[Period]:
    """Return a period and all shorter ones in it, each behind those it consists of.

    >>> quarter = period_of(date(2026, 1, 1), "quarter", Scheme())
    >>> [one.kind for one in with_parts(quarter, Scheme())]
    ['month', 'month', 'month', 'quarter']
    """
    shorter = {"year": "quarter", "quarter": "month"}.get(period.kind)
    inner = parts(period, shorter, scheme) if shorter else []
    return [*(one for part in inner for one in with_parts(part, scheme)), period]


def earlier(period: Period, scheme: Scheme, count: int = 1) -> Period:
    """Return the period of the same kind ``count`` before (after, where negative)."""
    for _time in range(abs(count)):
        next_to = period.first if count > 0 else period.last
        period = period_of(next_to - timedelta(days=1 if count > 0 else -1), period.kind, scheme)
    return period


def same_of_last_year(period: Period, scheme: Scheme) -> Period:
    """Return the period with the same number a fiscal year ago."""
    starts = scheme.starts(period.year - 1)[:: MONTHS_OF[period.kind]]
    return _period(starts, period.number, period.kind, period.year - 1)


def _period(starts: list[date], number: int, kind: str, year: int) -> Period:
    return Period(starts[number - 1], starts[number] - timedelta(days=1), kind, year, number)
