"""One more visit in a plan that stands: where it costs least, and whether it may be moved there.

Both answer from the earliest and latest times of a day's order (``schedule``), in milliseconds:
nothing is searched for, the other visits keep their order.
"""

from dataclasses import dataclass
from typing import Final, Literal

from ..day.clock import first_from
from ..day.schedule import Frame, earliest, is_possible, latest, visit_on
from ..problem import Occurrence, Planned, Problem, Solution
from .standing import Standing, frame_with, keeps_spacing, standing

Reason = Literal[
    "same_place",  # one is there anyway
    "on_the_way",  # hardly a detour
    "empty_day",  # the first visit of its day
    "detour",
]
_ON_THE_WAY: Final = 600  # seconds
_OFF_TARGET: Final = 120  # seconds of travelling that a day nearer to the target is worth
_ROUND: Final = 300  # seconds: starts are told in steps of 5 minutes where that is possible


@dataclass(frozen=True, slots=True)
class Slot:
    """A time for one more visit.

    :param position: in the order of the day, 0 is the first
    :param start: seconds of the day
    :param extra_seconds: of travelling more than without it
    """

    day: int
    position: int
    start: int
    extra_seconds: int
    extra_metres: int
    reason: Reason


def insertion_slots(
    problem: Problem,
    solution: Solution,
    occurrence: Occurrence,
    count: int = 3,
    *,
    keep_times: bool = False,
    by_day: int = 1,
) -> list[Slot]:
    """Return the cheapest times for a visit, the cheapest first, on days it is offered.

    :param occurrence: need not be one of the problem's; where it is planned now is no matter
    :param keep_times: whether visits there stay when they are, as they do once published; else
        they keep their order and move within their windows
    :param by_day: most slots of one day
    """
    plan = standing(problem, solution)
    slots: list[tuple[float, Slot]] = []
    for offer in occurrence.offers:
        day = problem.days[offer.day]
        if day.is_frozen or not keeps_spacing(plan, occurrence.key, day.date):
            continue
        off = abs((day.date - occurrence.target).days) if occurrence.target else 0
        found = _day_slots(plan, occurrence, offer.day, keep_times)[:by_day]
        slots += [(slot.extra_seconds + _OFF_TARGET * off, slot) for slot in found]
    slots.sort(key=lambda one: (one[0], one[1].day, one[1].start))
    return [slot for _cost, slot in slots[:count]]


def _day_slots(plan: Standing, occurrence: Occurrence, day: int, keep_times: bool) -> list[Slot]:
    """Return the times for a visit on one day, one for each place in its order, cheapest first."""
    others = plan.others(day, occurrence.key)
    visit = visit_on(occurrence, day)
    frame = frame_with(plan, day, others, visit, keep_times=keep_times)
    order = list(range(len(others)))
    times, limits = earliest(frame, order), latest(frame, order)
    if times is None or limits is None:
        return []
    slots = []
    for position in range(len(order) + 1):
        start = _start(frame, order, position, times, limits)
        new = len(order)
        if start is None or not is_possible(frame, [*order[:position], new, *order[position:]]):
            continue
        slots.append(_slot(plan, occurrence, day, others, position, start, frame))
    return sorted(slots, key=lambda slot: (slot.extra_seconds, slot.start))


def _start(
    frame: Frame, order: list[int], position: int, times: list[int], limits: list[int]
) -> int | None:
    """Return when a visit at a place of the order would start, by the working clock."""
    new, travel = len(order), frame.travel
    before = order[position - 1] if position else frame.origin
    after = order[position] if position < len(order) else frame.destination
    free = times[position - 1] + frame.services[before] if position else frame.begin
    due = limits[position + 1] if position < len(order) else frame.finish
    until = due - travel[new][after] - frame.services[new]
    start = first_from(frame.starts[new], free + travel[before][new])
    if start is None or start > until:
        return None
    rounded = -(-frame.clock.moment(start) // _ROUND) * _ROUND
    later = frame.clock.worked(rounded)
    is_fine = later <= until and first_from(frame.starts[new], later) == later
    return later if is_fine else start


def _slot(
    plan: Standing,
    occurrence: Occurrence,
    day: int,
    others: list[Planned],
    position: int,
    start: int,
    frame: Frame,
) -> Slot:
    stops = (frame.origin, *range(len(others)), frame.destination)
    before, after, new = stops[position], stops[position + 1], len(others)
    travel = frame.travel
    extra = travel[before][new] + travel[new][after] - travel[before][after]
    places = [plan.occurrences[one.key].place for one in others]
    with_it = [*places[:position], occurrence.place, *places[position:]]
    metres = plan.metres(day, with_it) - plan.metres(day, places)
    is_there = occurrence.place in places[max(position - 1, 0) : position + 1]
    return Slot(
        day=day,
        position=position,
        start=frame.clock.moment(start),
        extra_seconds=extra,
        extra_metres=metres,
        reason=_reason(is_there, is_empty=not others, extra=extra),
    )


def _reason(is_there: bool, *, is_empty: bool, extra: int) -> Reason:
    if is_there:
        return "same_place"
    if is_empty:
        return "empty_day"
    return "on_the_way" if extra <= _ON_THE_WAY else "detour"
