"""Until when an answer is due: 24 hours, or the end of the next working day if that is later.

To the day, by working days (``due_day``), or to the minute, by working time (``answer_due``): that
comes as spells, (start, end) of aware datetimes in order, which the caller reads from calendars and
leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo

_HOURS = timedelta(hours=24)
_LONGEST_BREAK = 366

Spell = tuple[datetime, datetime]


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


def answer_due(
    asked: datetime, spells: Sequence[Spell], zone: tzinfo, within: timedelta = _HOURS
) -> datetime:
    """Return until when an answer is due.

    :param asked: when it was asked (aware)
    :param spells: working time of whoever answers, from the day it was asked on
    :param zone: where he works: a day is his day
    :param within: the time agreed

    >>> from datetime import UTC
    >>> friday, monday = datetime(2026, 3, 6, 10, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)
    >>> answer_due(friday, [(monday, monday + timedelta(hours=9))], UTC).isoformat()
    '2026-03-09T17:00:00+00:00'
    """
    day = asked.astimezone(zone).date()
    later = [spell for spell in spells if spell[0].astimezone(zone).date() > day]
    if not later:
        return asked + within
    next_day = min(start.astimezone(zone).date() for start, _end in later)
    ends = [end for start, end in later if start.astimezone(zone).date() == next_day]
    return max(asked + within, *ends)


def hours_worked(start: datetime, end: datetime, spells: Sequence[Spell]) -> float:
    """Return the hours of working time between two moments.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 6, 8, tzinfo=UTC)
    >>> hours_worked(day + timedelta(hours=2), day + timedelta(hours=30),
    ...              [(day, day + timedelta(hours=8))])
    6.0
    """
    total = timedelta()
    for spell_start, spell_end in spells:
        total += max(min(end, spell_end) - max(start, spell_start), timedelta())
    return total / timedelta(hours=1)
