"""The funnel in numbers: what a stage probability says about the stage.

Positions, kinds of work, grades and forecast categories follow from the chance to win
unless a company decides otherwise. Probabilities are percentages (0-100).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MIN_PROBABILITY: Final = 0.01
MAX_OPEN_PROBABILITY: Final = 99.99
WON_PROBABILITY: Final = 100.0


@dataclass(frozen=True, slots=True)
class StageProfile:
    """What a stage means for planning and forecast; ``grade`` is empty for a won stage."""

    funnel_position: str
    work_kind: str
    grade: str | None
    forecast_category: str


WON_PROFILE: Final = StageProfile("order", "deliver", None, "closed")


def stage_profile(probability: float, *, is_won: bool = False) -> StageProfile:
    """Return the usual profile of a stage with this chance to win.

    Up to 25 % a lead is above the funnel, up to 50 % in it, beyond that among the best
    few (*commit* from 90 %). Grades: D up to 25 %, C under 50 %, B under 75 %, else A.

    :param probability: chance to win in percent
    :raises ValueError: when an open stage's probability is outside 0.01-99.99
    """
    if is_won:
        return WON_PROFILE
    if not is_valid_open_probability(probability):
        raise ValueError(f"an open stage's probability is 0.01-99.99, not {probability}")
    return StageProfile(
        funnel_position=_position(probability),
        work_kind=_work_kind(probability),
        grade=_grade(probability),
        forecast_category=_category(probability),
    )


def is_valid_open_probability(probability: float) -> bool:
    """Tell whether a stage that is not won may carry this probability (percent)."""
    return MIN_PROBABILITY <= probability <= MAX_OPEN_PROBABILITY


def falls_at(probabilities: Sequence[float]) -> list[int]:
    """Return the indexes whose probability is lower than one before it in the sequence.

    Zero means "not set up" and is skipped.

    >>> falls_at([10, 40, 30, 0, 35, 90])
    [2, 4]
    """
    highest, falls = 0.0, []
    for index, probability in enumerate(probabilities):
        if 0 < probability < highest:
            falls.append(index)
        highest = max(highest, probability)
    return falls


def probability_between(before: Iterable[float], after: Iterable[float]) -> float:
    """Propose a probability for a stage put between others: halfway, never falling.

    :param before: probabilities (percent) of the stages before it, 0 = not set up
    :param after: probabilities of the stages behind it that are not won
    """
    low = max(before, default=0.0)
    above = [probability for probability in after if probability > low]
    high = min(above, default=MAX_OPEN_PROBABILITY)
    return min(max(round((low + high) / 2, 2), MIN_PROBABILITY), MAX_OPEN_PROBABILITY)


def _position(probability: float) -> str:
    if probability <= 25:
        return "above"
    return "in" if probability <= 50 else "best_few"


def _work_kind(probability: float) -> str:
    if probability <= 25:
        return "qualify"
    return "cover" if probability <= 50 else "close"


def _grade(probability: float) -> str:
    if probability <= 25:
        return "d"
    if probability < 50:
        return "c"
    return "b" if probability < 75 else "a"


def _category(probability: float) -> str:
    if probability <= 50:
        return "pipeline"
    return "best_case" if probability < 90 else "commit"
