"""Exit criteria: which stages a lead leaves forward, and so whose criteria must hold.

Forward means to a later stage of the team's funnel. A new opportunity, one that changed its
team and one from another set of stages count as created where they are: every stage before
that place was left, unless it is the one where leads enter. Backwards is free.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A stage in the order of a funnel: by ``sequence``, then by ``id``."""

    sequence: int
    id: int
    is_won: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a lead stands; ``step`` is empty without a stage, ``team`` without a team."""

    step: Step | None
    team: int | None
    is_lead: bool = False
    is_won: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """A team's stages; ``entry`` is the stage in which its leads begin."""

    steps: tuple[Step, ...]
    entry: Step | None = None


def make_funnel(steps: Sequence[Step], folded: frozenset[int] = frozenset()) -> Funnel:
    """Order the stages of a team; leads begin in the first one that is not folded.

    :param steps: the team's stages, in any order
    :param folded: ids of the stages that are folded in the pipeline
    """
    ordered = tuple(sorted(steps))
    unfolded = (step for step in ordered if step.id not in folded)
    return Funnel(ordered, next(unfolded, ordered[0] if ordered else None))


def stages_left(before: Position | None, now: Position, funnel: Funnel) -> tuple[int, ...]:
    """Return the ids of the stages whose exit criteria a lead must meet to stand where it does.

    :param before: where it stood when the transaction began; nothing for a new lead
    :param now: where it stands at the transaction's end
    :param funnel: the stages of the team it has now

    >>> a, b, c = Step(1, 10), Step(2, 20), Step(3, 30)
    >>> stages_left(Position(a, 1), Position(c, 1), make_funnel([a, b, c]))
    (10, 20)
    >>> stages_left(Position(c, 1), Position(a, 1), make_funnel([a, b, c]))
    ()
    """
    if now.is_lead or now.step is None:
        return ()
    if before is None or before.step is None or _counts_as_created(before, now, funnel):
        return _stages_before(now.step, funnel)
    if before.step == now.step:
        return (now.step.id,) if now.is_won and not before.is_won else ()
    return tuple(step.id for step in funnel.steps if before.step <= step < now.step)


def landing(before: Position | None, now: Position, funnel: Funnel) -> Step | None:
    """Return where a lead goes that may not stand where it is.

    Back to where it was; to where leads begin, if it is new or came from another team.
    """
    if before is None or before.step is None or (before.team, before.is_lead) != (now.team, False):
        return funnel.entry
    return before.step


def _counts_as_created(before: Position, now: Position, funnel: Funnel) -> bool:
    if before.is_lead or before.team != now.team:
        return True
    return any(position.step not in funnel.steps for position in (before, now))


def _stages_before(step: Step, funnel: Funnel) -> tuple[int, ...]:
    """Return the stages of a funnel before a place in it; a foreign won stage is its end."""
    if step not in funnel.steps and step.is_won:
        return tuple(own.id for own in funnel.steps if not own.is_won)
    if funnel.entry is not None and step <= funnel.entry:
        return ()
    return tuple(own.id for own in funnel.steps if own < step)
