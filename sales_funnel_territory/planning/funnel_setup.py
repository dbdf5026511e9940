"""Setting up a funnel: which present stage becomes which stage of a set.

Pure decisions of the wizard "Set Up My Funnel". Probabilities are percentages (0-100),
0 means "not known".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PresentStage:
    """A stage a team has now; ``probability`` is 0 while it is not set up."""

    key: int
    probability: float
    is_won: bool


@dataclass(frozen=True, slots=True)
class NewStage:
    """A stage of the chosen set."""

    key: int
    probability: float
    is_won: bool


@dataclass(frozen=True, slots=True)
class KeptStage:
    """A present stage that stays, at its place in the order of all stages."""

    sequence: int
    probability: float


def default_mapping(
    present: Sequence[PresentStage], new: Sequence[NewStage]
) -> dict[int, int | None]:
    """Propose a new stage for each present one; None keeps it.

    Won stages go to the first won one. An open stage with a known probability goes to the
    nearest one, any other by its place: the first third of the old funnel to the first third
    of the new, and so on.

    :param present: present stages in their order
    :param new: stages of the set in their order
    """
    won = [stage.key for stage in new if stage.is_won]
    open_new = [stage for stage in new if not stage.is_won]
    open_present = [stage for stage in present if not stage.is_won]
    places = {stage.key: index for index, stage in enumerate(open_present)}
    return {
        stage.key: (won[0] if won else None)
        if stage.is_won
        else _open_target(stage, places[stage.key], len(open_present), open_new)
        for stage in present
    }


def wrongly_mapped(
    present: Sequence[PresentStage], new: Sequence[NewStage], mapping: Mapping[int, int | None]
) -> list[int]:
    """Return the present stages that would turn won leads into open ones, or open into won."""
    is_won = {stage.key: stage.is_won for stage in new}
    return [
        stage.key
        for stage in present
        if (target := mapping.get(stage.key)) is not None and is_won[target] != stage.is_won
    ]


def kept_probability(
    stage: PresentStage, present: Sequence[PresentStage], new: Sequence[NewStage]
) -> float:
    """Propose a probability for a stage that is kept: its own, else that of its counterpart."""
    if stage.probability:
        return stage.probability
    if stage.is_won:
        return 100.0
    target = default_mapping(present, new)[stage.key]
    return next((one.probability for one in new if one.key == target), 0.0)


def new_sequences(probabilities: Sequence[float], kept: Sequence[KeptStage]) -> list[int]:
    """Give the new stages places behind the kept ones that are less likely to win.

    >>> new_sequences([10, 60, 100], [KeptStage(sequence=7, probability=30)])
    [1, 8, 9]
    """
    sequences: list[int] = []
    last = 0
    for probability in probabilities:
        before = [stage.sequence for stage in kept if stage.probability <= probability]
        last = max([last, *before]) + 1
        sequences.append(last)
    return sequences


def _open_target(
    stage: PresentStage, place: int, places: int, new: Sequence[NewStage]
) -> int | None:
    if not new:
        return None
    if stage.probability:
        return min(new, key=lambda one: abs(one.probability - stage.probability)).key
    return new[place * len(new) // places].key
