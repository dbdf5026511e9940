"""On which days of a period a customer receives, and why not on the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from ..problem import DAY_SECONDS, Span
from .opening import Hours

CLOSED_WEEKDAY: Final = "weekday"
CLOSING: Final = "closing"


@dataclass(frozen=True, slots=True)
class Closing:
    """Days on which a customer is closed, both included."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reception:
    """A customer's hours, with the reason of each day on which he is closed.

    :param reasons: of closing days and holidays of the period
    """

    hours: Hours = field(default_factory=Hours)
    reasons: Mapping[date, str] = field(default_factory=dict)

    def why_closed(self, day: date) -> str | None:
        """Return why he does not receive: the reason, ``weekday``, or nothing if he does."""
        if self.hours.on(day):
            return None
        return self.reasons.get(day, CLOSED_WEEKDAY)

    def span(self, day: date) -> Span:
        """Return from when until when he receives on a day; the whole day where he does not."""
        windows = self.hours.on(day)
        if not windows:
            return Span(0, DAY_SECONDS)
        return Span(windows[0].start, windows[-1].end)


def reception(
    weekdays: Mapping[int, tuple[Span, ...]] | None,
    closings: Iterable[Closing],
    holidays: Mapping[date, str],
    period: tuple[date, date],
) -> Reception:
    """Return when a customer receives within a period.

    >>> shut = Closing(date(2026, 12, 24), date(2026, 12, 31), "Stocktaking")
    >>> found = reception(None, [shut], {}, (date(2026, 12, 1), date(2026, 12, 25)))
    >>> sorted(day.day for day in found.hours.closed), found.why_closed(date(2026, 12, 24))
    ([24, 25], 'Stocktaking')

    :param weekdays: windows by weekday; ``None``: always open
    :param holidays: name of each public holiday on which he is closed
    """
    first, last = period
    reasons = {day: name for day, name in holidays.items() if first <= day <= last}
    for closing in closings:
        for day in days_between(max(first, closing.first), min(last, closing.last)):
            reasons[day] = closing.reason or CLOSING
    return Reception(Hours(weekdays, frozenset(reasons)), reasons)


def days_between(first: date, last: date) -> Iterator[date]:
    """Return days in order, both included.

    >>> [day.day for day in days_between(date(2026, 2, 28), date(2026, 3, 1))]
    [28, 1]
    """
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
