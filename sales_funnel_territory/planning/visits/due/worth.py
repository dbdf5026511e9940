"""What a visit is worth, in seconds of travelling one would accept rather than leave it out.

Visits compete for hours by one currency. A regular visit is worth four hours on the road: more
than nearly any customer costs, so that one who fits is never left out to save a drive. It counts
for more where the customer matters more, and the longer he has been waiting.

A funnel visit is worth the value of the next step: amount x gain in probability. What an hour is
worth in money no calendar tells, so the middle one of the funnel visits is taken to be worth a
regular visit, and the others in proportion: within limits, as one great deal should not empty the
week. A deal that closes soon counts up to double.
"""

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import Final

USUAL: Final = 14_400.0
OVERDUE_MOST: Final = 2.0
FUNNEL_LEAST: Final = 0.25
FUNNEL_MOST: Final = 4.0
CLOSING_DAYS: Final = 60


def visit_worth(priority: float, days_overdue: float, gap: float) -> float:
    """Return seconds; a visit that is one gap overdue counts double, at most three times.

    :param priority: 1 is usual
    :param gap: usual days between two visits

    >>> visit_worth(1, 0, 7), visit_worth(2, 7, 7), visit_worth(1, 700, 7)
    (14400.0, 57600.0, 43200.0)
    """
    waiting = min(OVERDUE_MOST, max(0.0, days_overdue) / gap) if gap > 0 else 0.0
    return USUAL * max(0.0, priority) * (1 + waiting)


def closing_factor(closing: date | None, day: date) -> float:
    """Return 1 for a deal that closes in two months or later, 2 for one that closes today.

    >>> closing_factor(date(2026, 3, 2), date(2026, 3, 2)), closing_factor(None, date(2026, 3, 2))
    (2.0, 1.0)
    """
    if closing is None:
        return 1.0
    return 1 + max(0.0, 1 - max(0, (closing - day).days) / CLOSING_DAYS)


def funnel_worths(values: Sequence[float], closing: Sequence[float]) -> list[float]:
    """Return seconds for each funnel visit.

    :param values: amount x gain in probability, in one currency
    :param closing: factor of each, see ``closing_factor``

    >>> funnel_worths([100, 200, 400, 1e9, 0], [1, 1, 1, 1, 1])
    [7200.0, 14400.0, 28800.0, 57600.0, 3600.0]
    """
    known = [value for value in values if value > 0]
    middle = median(known) if known else 1.0
    shares = [min(FUNNEL_MOST, max(FUNNEL_LEAST, value / middle)) for value in values]
    return [USUAL * share * factor for share, factor in zip(shares, closing, strict=True)]
