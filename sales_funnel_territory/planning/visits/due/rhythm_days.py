"""The days on which visits of a rhythm are best: evenly spaced, across the borders of plans.

Visits that are fixed already, before, within or after the period, are *anchors*: between two of
them as many visits are wanted as keep the rhythm, evenly spread, and after the last one a visit
every gap. Where the first is overdue, it is wanted at once, and the rhythm goes on from there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ...cadence import Rhythm


@dataclass(frozen=True, slots=True)
class Wanted:
    """A day a visit is best on; ``overdue`` days too late already."""

    day: date
    overdue: int = 0


def usual_gap(rhythm: Rhythm) -> float:
    """Return calendar days from one visit to the next, within the limits of the rhythm."""
    gap = max(rhythm.frequency.gap(), rhythm.least_gap or 0)
    return min(gap, rhythm.largest_gap or math.inf)


def wanted_days(
    rhythm: Rhythm, anchors: Sequence[date], first_due: date, first: date, last: date
) -> list[Wanted]:
    """Return the days on which further visits are best, in order.

    :param anchors: days of visits that take place anyway, in order; the last one before the
        period counts, those within and after it
    :param first_due: when the first one is due, where nobody has ever been there
    :param first: day of the period, and ``last`` day
    """
    gap = usual_gap(rhythm)
    before = [day for day in anchors if day < first]
    later = [day for day in anchors if day >= first]
    start = before[-1].toordinal() if before else first_due.toordinal() - gap
    result = []
    overdue = first.toordinal() - (start + gap)
    if overdue > 0 and not _comes_soon(later, first, gap):
        result.append(Wanted(first, round(overdue)))
        start = first.toordinal()
    elif overdue > 0:
        start = later[0].toordinal()
    days = _between(rhythm, [start, *(day.toordinal() for day in later)])
    if not later or later[-1] <= last:
        days += _onward(max([start, *(day.toordinal() for day in later)]), gap, last.toordinal())
    inside = [max(round(day), first.toordinal()) for day in days if round(day) <= last.toordinal()]
    return result + [Wanted(date.fromordinal(day)) for day in inside]


def _comes_soon(later: Sequence[date], first: date, gap: float) -> bool:
    """Tell whether a fixed visit makes up for an overdue one."""
    return bool(later) and later[0].toordinal() - first.toordinal() < gap / 2


def _between(rhythm: Rhythm, anchors: Sequence[float]) -> list[float]:
    result: list[float] = []
    for start, end in pairwise(sorted(anchors)):
        number = _number_between(rhythm, end - start)
        result += [start + (end - start) * (one + 1) / (number + 1) for one in range(number)]
    return result


def _number_between(rhythm: Rhythm, days: float) -> int:
    """Return how many visits belong between two that are so many days apart."""
    number = math.floor(days / usual_gap(rhythm) + 0.5) - 1
    if rhythm.largest_gap:
        number = max(number, math.ceil(days / rhythm.largest_gap) - 1)
    if rhythm.least_gap:
        number = min(number, math.floor(days / rhythm.least_gap) - 1)
    return max(0, number)


def _onward(start: float, gap: float, last: int) -> list[float]:
    number = max(0, math.floor((last + 0.5 - start) / gap))
    return [start + gap * (one + 1) for one in range(number)]
