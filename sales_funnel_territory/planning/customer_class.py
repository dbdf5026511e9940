"""Customer class: value x urgency, from rules that give points, with reasons in words.

Value says what a customer is worth (yearly potential, past revenue, standing); urgency how
soon there is something to decide (pipeline, signals of a need, answers). High and low on both
axes make the four classes (``domain``: A focus, B develop, C potential, D maintain).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Rule:
    """Points for a measure that lies in a range; ``low`` included, ``high`` excluded."""

    id: int
    axis: str
    measure: str
    points: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.axis not in ("value", "urgency"):
            raise ValueError(f"an axis is value or urgency, not {self.axis!r}")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"rule {self.id}: {self.low} is not below {self.high}")

    def matches(self, figure: float | None) -> bool:
        """Tell whether a figure lies in the rule's range; an unknown one never does."""
        if figure is None:
            return False
        return (self.low is None or figure >= self.low) and (
            self.high is None or figure < self.high
        )


@dataclass(frozen=True, slots=True)
class ClassRange:
    """A class and the least scores it asks for; ``order`` from the best to the last."""

    id: int
    order: int
    least_value: float
    least_urgency: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed class (``None``: no class fits), its scores, and the rules that gave them."""

    class_id: int | None
    value: float
    urgency: float
    rule_ids: tuple[int, ...]


def propose(
    figures: Mapping[str, float | None],
    matched: Iterable[int],
    rules: Sequence[Rule],
    classes: Sequence[ClassRange],
) -> Proposal:
    """Return the first class, from the best on, whose least scores are reached.

    :param figures: the customer's measures by name; money in the company's currency
    :param matched: ids of rules that were matched elsewhere (industry, tags: no figures)
    """
    hit = set(matched)
    hit.update(rule.id for rule in rules if rule.matches(figures.get(rule.measure)))
    counted = [rule for rule in rules if rule.id in hit]
    value = sum(rule.points for rule in counted if rule.axis == "value")
    urgency = sum(rule.points for rule in counted if rule.axis == "urgency")
    fitting = (
        one
        for one in sorted(classes, key=lambda one: (one.order, one.id))
        if value >= one.least_value and urgency >= one.least_urgency
    )
    best = next(fitting, None)
    return Proposal(best.id if best else None, value, urgency, tuple(rule.id for rule in counted))


def fit_ranges(figures: Sequence[float], count: int) -> list[tuple[float, float | None]]:
    """Return ranges that cut a base of customers: from its median up to its best fifth.

    The limits are quantiles (nearest rank), evenly spread from the median to the fourth fifth,
    rounded to two significant digits; the last range has no end.

    :param figures: what is measured of the customers that have any, in one currency, above 0
    :param count: how many ranges, 1 or more
    :return: ascending ranges, each beginning where the one before ends; none where the figures
        are too few, or too much alike, to be told apart
    """
    ordered = sorted(figures)
    if not ordered or count < 1:
        return []
    shares = [0.8] if count == 1 else [0.5 + 0.3 * n / (count - 1) for n in range(count)]
    ranks = [math.ceil(share * len(ordered)) - 1 for share in shares]
    limits = [float(f"{ordered[rank]:.1e}") for rank in ranks]
    if any(low >= high for low, high in pairwise(limits)):
        return []
    return list(zip(limits, [*limits[1:], None], strict=True))
