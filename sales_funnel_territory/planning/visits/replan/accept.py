"""A re-plan accepted line by line: the plan that comes out, and where its parts do not agree."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ..day.clock import first_from
from ..day.schedule import frame_of, visit_on
from ..problem import Planned, Solution, Unserved
from ..slots.standing import Standing, standing
from .replan import Replan

Trouble = Literal[
    "no_time",  # not within the hours of day and customer: the day is off, or it is not offered
    "too_soon",  # it cannot be reached in time from the visit before
    "too_late",  # the way back ends after the day does
    "too_many",  # more visits than the day may have
]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a day cannot be as accepted; ``other`` is the visit before, if there is one."""

    key: int
    day: int
    trouble: Trouble
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The plan with the lines that were accepted.

    Visits in conflict stand in it as they would be: a person decides.
    """

    solution: Solution
    conflicts: tuple[Conflict, ...]


def accept(proposal: Replan, keys: Collection[int] | None = None) -> Accepted:
    """Return the plan with some lines, by the keys of their visits; all of them without ``keys``.

    Visits whose line is not accepted stay where they were, if they are still due.
    """
    refused = {
        line.key: line for line in proposal.lines if keys is not None and line.key not in keys
    }
    planned = [one for one in proposal.solution.planned if one.key not in refused]
    due = {one.key for one in proposal.problem.occurrences}
    planned += [one for one in proposal.old.planned if one.key in refused and one.key in due]
    done = {one.key for one in planned}
    causes = {one.key: one for one in proposal.solution.unserved}
    solution = replace(
        proposal.solution,
        planned=tuple(planned),
        unserved=tuple(causes.get(key, Unserved(key, "full")) for key in sorted(due - done)),
    )
    plan = standing(proposal.problem, solution)
    solution = replace(solution, planned=tuple(_in_order(plan)))
    touched = {at[0] for line in proposal.lines for at in (line.before, line.after) if at}
    conflicts = (one for day in sorted(touched) for one in _conflicts(plan, day))
    return Accepted(solution, tuple(conflicts))


def _in_order(plan: Standing) -> Iterator[Planned]:
    """Yield the visits with their order and travel as they are now."""
    for index, visits in enumerate(plan.days):
        here = plan.problem.days[index].origin
        for order, one in enumerate(visits):
            there = plan.occurrences[one.key].place
            seconds, metres = plan.leg_seconds(here, there), plan.leg_metres(here, there)
            yield replace(one, order=order, travel_seconds=seconds, travel_metres=metres)
            here = there


def _conflicts(plan: Standing, index: int) -> Iterator[Conflict]:
    visits, day = plan.days[index], plan.problem.days[index]
    if not visits or day.is_frozen:
        return
    frame = frame_of(
        day, [visit_on(plan.occurrences[one.key], index) for one in visits], plan.problem.seconds
    )
    if day.most_visits is not None and len(visits) > day.most_visits:
        yield Conflict(visits[-1].key, index, "too_many")
    free, last = frame.begin, frame.origin
    for at, one in enumerate(visits):
        start = frame.clock.worked(one.start)
        before = visits[at - 1].key if at else None
        if first_from(frame.starts[at], start) != start:
            yield Conflict(one.key, index, "no_time")
        elif start < free + frame.travel[last][at]:
            yield Conflict(one.key, index, "too_soon", before)
        free, last = start + frame.services[at], at
    if free + frame.travel[last][frame.destination] > frame.finish and day.end > day.start:
        yield Conflict(visits[-1].key, index, "too_late")
