"""When an opportunity deserves a visit: one in four weeks, however many plans are made of them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

# One visit to an opportunity in so many days is what moves it on.
DEAL_DAYS: Final = 28
_GAP: Final = timedelta(days=DEAL_DAYS)
_DAY: Final = timedelta(days=1)

Days = tuple[date, date]


def deal_spans(first: date, last: date, visited: Iterable[date] = ()) -> Iterator[Days]:
    """Yield first and last day of spans, in each of which a visit would bring it on.

    :param visited: days of visits that were, or will be, paid anyway: the four weeks before and
        after each need no other one

    >>> list(deal_spans(date(2026, 3, 2), date(2026, 3, 8)))
    [(datetime.date(2026, 3, 2), datetime.date(2026, 3, 8))]
    >>> list(deal_spans(date(2026, 3, 2), date(2026, 3, 8), [date(2026, 3, 20)]))
    []
    """
    for begin, end in _without(first, last, visited):
        yield from _cut(begin, end)


def _without(first: date, last: date, visited: Iterable[date]) -> Iterator[Days]:
    """Yield what of a period is four weeks or more away from every visit."""
    begin = first
    for day in sorted(visited):
        end = min(day - _GAP, last)
        if begin <= end:
            yield begin, end
        begin = max(begin, day + _GAP)
    if begin <= last:
        yield begin, last


def _cut(first: date, last: date) -> Iterator[Days]:
    """Yield spans of four weeks, and what is left over if that is half of it or more."""
    begin = first
    while begin <= last:
        end = min(last, begin + _GAP - _DAY)
        if begin == first or (end - begin).days + 1 >= DEAL_DAYS // 2:
            yield begin, end
        begin = end + _DAY
