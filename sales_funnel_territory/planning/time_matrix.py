"""The time matrix: what is important and what is urgent, and what follows from it.

Important and urgent: do it now. Important only: plan a time for it. Urgent only: somebody else
may do it. Neither: drop it. What a person says himself comes before the rule. Money is in the
currency of the company whose limit it is compared with; days are calendar days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

DO: Final = "do"
PLAN: Final = "plan"
DELEGATE: Final = "delegate"
DROP: Final = "drop"
QUADRANTS: Final = (DO, PLAN, DELEGATE, DROP)

YES: Final = "yes"
NO: Final = "no"

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class MatrixRule:
    """From when on a due date presses (days left), and an amount counts (0: amounts do not)."""

    urgent_days: int = 2
    least_amount: float = 0.0

    def __post_init__(self) -> None:
        if self.urgent_days < 0:
            raise ValueError(f"days left cannot be fewer than none, not {self.urgent_days}")
        if self.least_amount < 0:
            raise ValueError(f"an amount to reach is not negative, as {self.least_amount} is")


@dataclass(frozen=True, slots=True)
class MatrixItem:
    """One thing to do, as the rule sees it; ``importance`` and ``urgency`` are what was said."""

    due: date
    class_counts: bool = False
    type_counts: bool = False
    amount: float = 0.0
    importance: str | None = None
    urgency: str | None = None


def is_amount_large(item: MatrixItem, rule: MatrixRule) -> bool:
    """Tell whether the amount at stake makes it important."""
    return 0 < rule.least_amount <= item.amount


def is_important(item: MatrixItem, rule: MatrixRule) -> bool:
    """Tell whether it is important: as said, else by the customer, the amount or its type."""
    if item.importance:
        return item.importance == YES
    return item.class_counts or item.type_counts or is_amount_large(item, rule)


def is_urgent(item: MatrixItem, rule: MatrixRule, today: date) -> bool:
    """Tell whether it is urgent: as said, else when few enough days are left.

    >>> is_urgent(MatrixItem(date(2026, 11, 25)), MatrixRule(urgent_days=2), date(2026, 11, 23))
    True
    """
    if item.urgency:
        return item.urgency == YES
    return item.due <= today + timedelta(rule.urgent_days)


def quadrant(item: MatrixItem, rule: MatrixRule, today: date) -> str:
    """Return where it stands.

    >>> monday = date(2026, 11, 23)
    >>> quadrant(MatrixItem(monday, class_counts=True), MatrixRule(), monday)
    'do'
    """
    important, urgent = is_important(item, rule), is_urgent(item, rule, today)
    if important:
        return DO if urgent else PLAN
    return DELEGATE if urgent else DROP


def first_calm_day(rule: MatrixRule, today: date) -> date:
    """Return the first weekday on which nothing presses yet.

    >>> first_calm_day(MatrixRule(urgent_days=2), date(2026, 11, 25))  # a Wednesday
    datetime.date(2026, 11, 30)
    """
    day = today + timedelta(rule.urgent_days + 1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(1)
    return day


def replan(item: MatrixItem, rule: MatrixRule, today: date, wanted: str) -> MatrixItem:
    """Return what it becomes when somebody wants it done now, or planned for later.

    The due date follows: now is today, later the first day on which nothing presses. Only what
    the rule would say otherwise is noted as said by the person.

    :raises ValueError: for a quadrant that has another way in
    """
    if wanted not in (DO, PLAN):
        raise ValueError(f"what goes to {wanted} is not planned anew")
    changed = replace(item, importance=_say_important(item, rule), urgency=None)
    pressing = is_urgent(changed, rule, today)
    if wanted == DO and not pressing:
        return replace(changed, due=today)
    if wanted == PLAN and pressing:
        return replace(changed, due=first_calm_day(rule, today))
    return changed


def _say_important(item: MatrixItem, rule: MatrixRule) -> str | None:
    return None if is_important(replace(item, importance=None), rule) else YES


def percentages(amounts: Mapping[str, float]) -> dict[str, int]:
    """Return whole percentages that add up to 100; nothing where there is nothing.

    >>> percentages({"cover": 1, "close": 1, "internal": 1})
    {'cover': 34, 'close': 33, 'internal': 33}
    """
    total = sum(amounts.values())
    if total <= 0:
        return dict.fromkeys(amounts, 0)
    exact = {key: 100 * amount / total for key, amount in amounts.items()}
    whole = {key: int(share) for key, share in exact.items()}
    left = 100 - sum(whole.values())
    by_rest = sorted(exact, key=lambda key: whole[key] - exact[key])
    for key in by_rest[:left]:
        whole[key] += 1
    return whole
