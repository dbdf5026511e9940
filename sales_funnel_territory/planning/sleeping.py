"""Sleeping customers: who has not ordered for longer than his own rhythm lets one expect.

The gap between two orders is the median of the days from each of a customer's orders to the
next; with fewer than three orders it is what is usual in his class, else a year. He sleeps
from the day on which one and a half gaps, and at least thirty days, have passed since his last
order. Several orders of a day are one. All dates are days in the calendar of one company.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

ORDERS_FOR_OWN_RHYTHM: Final = 3
USUAL_GAP: Final = 365  # days, where neither the customer nor his class says more
PATIENCE: Final = 1.5  # gaps
LEAST_PATIENCE: Final = 30  # days

_DAYS_A_WEEK: Final = 7
_DAYS_A_MONTH: Final = 30.4375
_LONGEST_IN_DAYS: Final = 14
_LONGEST_IN_WEEKS: Final = 26 * _DAYS_A_WEEK


@dataclass(frozen=True, slots=True)
class OrderRhythm:
    """How often a customer orders (days), and from when on he orders no more."""

    gap: int
    is_own: bool
    expected_on: date
    sleeping_from: date


def order_rhythm(days: Iterable[date], usual_gap: int = USUAL_GAP) -> OrderRhythm | None:
    """Return the rhythm of a customer's orders; nothing if he never ordered.

    >>> order_rhythm([date(2026, 1, 5), date(2026, 2, 16), date(2026, 3, 30)]).sleeping_from
    datetime.date(2026, 6, 1)

    :param days: on which he ordered, in any order
    :param usual_gap: days between two orders, for who has no rhythm of his own yet
    """
    if usual_gap < 1:
        raise ValueError(f"between two orders is one day at least, not {usual_gap}")
    ordered = sorted(set(days))
    if not ordered:
        return None
    is_own = len(ordered) >= ORDERS_FOR_OWN_RHYTHM
    gaps = [(later - earlier).days for earlier, later in pairwise(ordered)]
    gap = math.ceil(median(gaps)) if is_own else usual_gap
    patience = max(LEAST_PATIENCE, math.ceil(PATIENCE * gap))
    last = ordered[-1]
    return OrderRhythm(gap, is_own, last + timedelta(gap), last + timedelta(patience))


def span(days: int) -> tuple[int, str]:
    """Return a number of days as one would say it: a number and day, week or month.

    >>> span(5), span(42), span(98), span(365)
    ((5, 'day'), (6, 'week'), (14, 'week'), (12, 'month'))
    """
    if days < _LONGEST_IN_DAYS:
        return days, "day"
    if days < _LONGEST_IN_WEEKS:
        return round(days / _DAYS_A_WEEK), "week"
    return round(days / _DAYS_A_MONTH), "month"
