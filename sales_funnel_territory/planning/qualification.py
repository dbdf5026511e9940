"""Qualification: how well a lead's questions are answered, and what to ask next.

Each question of a scorecard has a weight (0 or more; 0 = noted, not counted) and each answer a
level. The score is the weighted share of what is known in our favour, in percent:

    score = 100 x sum(weight x points(level)) / sum(weight)

with points: yes 1, partly 0.5, no 0, unknown 0. *Unknown* counts like *no*: what nobody asked is
no reason for effort. A scorecard without any weight gives 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEVELS = ("unknown", "no", "partly", "yes")
POINTS = {"unknown": 0.0, "no": 0.0, "partly": 0.5, "yes": 1.0}
NOT_STARTED = "not_started"
BANDS = ((75, "strong"), (50, "fair"), (0, "weak"))
"""From how many percent on a score is in a band, best band first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question as one lead has answered it; ``key`` is whatever the caller knows it by."""

    key: int
    weight: int
    level: str = "unknown"
    position: int = 0

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError(f"weight {self.weight} of question {self.key} is below 0")
        if self.level not in POINTS:
            raise ValueError(f"level {self.level!r} is none of {LEVELS}")


def score(items: Iterable[Item]) -> int:
    """Return the score in whole percent, 0 to 100; 100 only if every weighted answer is yes.

    >>> score([Item(1, 3, "yes"), Item(2, 1, "partly")])
    87
    """
    items = list(items)
    total = sum(item.weight for item in items)
    if not total:
        return 0
    # doubled, so that whole numbers are divided: rounded down, 99.9 % is not yet 100
    doubled = sum(int(item.weight * 2 * POINTS[item.level]) for item in items)
    return 100 * doubled // (2 * total)


def band(items: Sequence[Item]) -> str:
    """Return the band of the score: not_started while nothing is known, weak, fair, strong."""
    if all(item.level == "unknown" for item in items):
        return NOT_STARTED
    reached = score(items)
    return next(name for limit, name in BANDS if reached >= limit)


def next_questions(items: Iterable[Item]) -> list[Item]:
    """Return the items to ask about, the most useful first; what is answered yes is left out.

    Unknown and no come before partly, then the heavier weight; of equal weight, unknown comes
    before no (asking is easier than turning a no), then the order of the scorecard.
    """
    asked = (item for item in items if item.level != "yes" and item.weight)
    return sorted(asked, key=_usefulness)


def _usefulness(item: Item) -> tuple[bool, int, bool, int]:
    return (item.level == "partly", -item.weight, item.level == "no", item.position)


@dataclass(frozen=True, slots=True)
class Known:
    """One of several answers to the same question, as leads are merged.

    ``answered`` is a time to compare (seconds); ``key`` is whatever the caller knows it by.
    """

    key: int
    level: str
    has_text: bool
    answered: float


def best_known(answers: Iterable[Known]) -> Known:
    """Return the answer that stays: the highest level, then one with a text, then the newest."""
    return max(
        answers,
        key=lambda one: (LEVELS.index(one.level), one.has_text, one.answered, -one.key),
    )
