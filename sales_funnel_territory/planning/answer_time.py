"""Until when an answer is due: 24 hours, or the end of the next working day if that is later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

_HOURS = timedelta(hours=24)
_LONGEST_BREAK = 366


def due_day(asked: datetime, is_open: Callable[[date], bool]) -> date:
    """Return the day by whose end something asked for is due.

    :param asked: when it was asked for, in the time zone of who answers
    :param is_open: whether he works on a day; somebody who never does has his 24 hours

    >>> due_day(datetime(2026, 3, 6, 16), lambda day: day.weekday() < 5)  # a Friday
    datetime.date(2026, 3, 9)
    """
    first = (asked + _HOURS).date()
    day = asked.date() + timedelta(days=1)
    for _attempt in range(_LONGEST_BREAK):
        if is_open(day):
            return max(first, day)
        day += timedelta(days=1)
    return first
