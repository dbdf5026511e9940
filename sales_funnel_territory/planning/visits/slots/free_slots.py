"""Good times for one more visit between those that stay where they are: the cheapest detours.

For each gap of a day the visit is tried as early as the way there and the customer's hours allow;
it is worth the driving it adds. The best of each day compete, so that three answers are three
days where there are as many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from ..problem import Span

_STEP: Final = 300  # nobody arranges to meet at 10:13


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is on a day already; a stop at a place, or time taken wherever that is.

    :param to_seconds: driving from there to the new place, :param from_seconds: from the new
        place to there; ``None`` where nobody knows: driving takes nothing and is not counted
    :param key: what the caller knows it by; ``None`` for the day's begin and end
    """

    span: Span
    to_seconds: int | None = None
    from_seconds: int | None = None
    next_seconds: int | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day, in order: its begin, what is on it, its end.

    :param windows: when the customer receives, and the person works
    """

    date: date
    stops: tuple[Fixed, ...]
    windows: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time for the visit.

    :param added: seconds of driving more than without it
    :param near: key of the nearer neighbour and seconds from there, if there is one
    """

    date: date
    start: int
    added: int
    near: tuple[int, int] | None


def free_slots(days: Sequence[FreeDay], service: int, most: int = 3) -> tuple[Slot, ...]:
    """Return the best times, at most one a day while other days have any, the earliest first.

    :param service: seconds of the visit
    """
    by_day = [sorted(_slots(day, service), key=_rank) for day in days]
    best = sorted((slots[0] for slots in by_day if slots), key=_rank)[:most]
    if len(best) < most:
        others = sorted((slot for slots in by_day for slot in slots[1:]), key=_rank)
        best += others[: most - len(best)]
    return tuple(sorted(best, key=lambda slot: (slot.date, slot.start)))


def _rank(slot: Slot) -> tuple[int, date, int]:
    return slot.added, slot.date, slot.start


def _slots(day: FreeDay, service: int) -> Iterator[Slot]:
    taken = 0  # what overlaps with the one before may end later
    for before, after in pairwise(day.stops):
        taken = max(taken, before.span.end)
        there, onward = before.to_seconds or 0, after.from_seconds or 0
        for window in day.windows:
            first = max(before.span.end + there, taken, window.start)
            start = -(-first // _STEP) * _STEP
            if start + service <= min(window.end, after.span.start - onward):
                yield Slot(day.date, start, _added(before, after), _near(before, after))


def _added(before: Fixed, after: Fixed) -> int:
    there, onward = before.to_seconds or 0, after.from_seconds or 0
    return max(0, there + onward - (before.next_seconds or 0))


def _near(before: Fixed, after: Fixed) -> tuple[int, int] | None:
    ways = [(before.to_seconds, before.key), (after.from_seconds, after.key)]
    known = [(seconds, key) for seconds, key in ways if seconds is not None and key is not None]
    if not known:
        return None
    seconds, key = min(known)
    return key, seconds
