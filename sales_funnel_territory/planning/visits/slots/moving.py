"""Whether a planned visit may be moved to another time, and what that changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..day.clock import first_from
from ..day.schedule import Frame, Visit, earliest, timetable, visit_on
from ..problem import Occurrence, Planned, Problem, Solution, Span
from .standing import Standing, frame_with, keeps_spacing, pinned, standing

Broken = Literal[
    "frozen",  # the visit, or the day it leaves or comes to
    "closed",  # the customer receives nobody on that day
    "hours",  # not within the customer's hours
    "day",  # not within the person's hours
    "busy",  # the person has a break or a meeting then
    "clash",  # overlaps the fixed appointment ``other``
    "late",  # cannot be reached in time, coming from ``other``, or from where the day begins
    "next",  # ``other``, or the end of the day, cannot be reached in time afterwards
    "most_visits",
    "longest",  # the day would be longer than agreed
    "spacing",  # too near to the visit before or after, or too far from it
    "funnel_hours",  # more hours for funnel work than the week has
]


@dataclass(frozen=True, slots=True)
class Move:
    """The answer to a visit that is moved by hand.

    :param broken: the limit that forbids it; nothing where it is possible
    :param other: key of the visit in the way
    :param travel_seconds: of the way to it, ``travel_metres`` likewise
    :param extra_seconds: of travelling more than now, in all days together; may be negative
    :param starts: when visits of the day start afterwards, by key, in order; it is among them
    """

    broken: Broken | None
    other: int | None = None
    travel_seconds: int = 0
    travel_metres: int = 0
    extra_seconds: int = 0
    extra_metres: int = 0
    starts: dict[int, int] = field(default_factory=dict)

    @property
    def is_possible(self) -> bool:
        """Tell whether nothing forbids it."""
        return self.broken is None


def check_move(
    problem: Problem,
    solution: Solution,
    key: int,
    day: int,
    start: int,
    *,
    keep_times: bool = False,
) -> Move:
    """Return whether a visit may start then on that day, and what it changes.

    The other visits keep their order; those that started before it do so still.

    :param key: of an occurrence of the problem, planned or not
    :param keep_times: whether the others stay when they are; else they move within their windows
    """
    plan = standing(problem, solution)
    occurrence = plan.occurrences[key]
    visit = visit_on(occurrence, day)
    broken = _broken_alone(plan, occurrence, day) or _broken_hours(plan, visit, day, start)
    if broken:
        return Move(broken)
    others = plan.others(day, key)
    for one in others:
        its = plan.occurrences[one.key]
        if its.is_fixed and start < one.start + its.service and one.start < start + visit.service:
            return Move("clash", one.key)
    frame = frame_with(plan, day, others, pinned(visit, start), keep_times=keep_times)
    position = sum(1 for one in others if one.start < start)
    order = [*range(position), len(others), *range(position, len(others))]
    return _timed(plan, frame, others, order, day, key)


def _broken_alone(plan: Standing, occurrence: Occurrence, day: int) -> Broken | None:
    """Return what forbids a visit on a day, whatever the hour and the other visits."""
    problem, work = plan.problem, plan.problem.days[day]
    now = plan.planned.get(occurrence.key)
    leaves_frozen = now is not None and problem.days[now.day].is_frozen
    if occurrence.is_fixed or work.is_frozen or leaves_frozen:
        return "frozen"
    if all(offer.day != day for offer in occurrence.offers):
        return "closed"
    if not keeps_spacing(plan, occurrence.key, work.date):
        return "spacing"
    if work.most_visits is not None and len(plan.others(day, occurrence.key)) >= work.most_visits:
        return "most_visits"
    if occurrence.origin == "funnel" and not _has_funnel_hours(plan, occurrence, day):
        return "funnel_hours"
    return None


def _has_funnel_hours(plan: Standing, occurrence: Occurrence, day: int) -> bool:
    week = plan.problem.days[day].date.isocalendar()[:2]
    most = plan.problem.funnel_seconds.get(week)
    if most is None:
        return True
    used = occurrence.service
    for one in plan.planned.values():
        other = plan.occurrences[one.key]
        is_of_week = plan.problem.days[one.day].date.isocalendar()[:2] == week
        if other.origin == "funnel" and is_of_week and one.key != occurrence.key:
            used += other.service
    return used <= most


def _broken_hours(plan: Standing, visit: Visit, day: int, start: int) -> Broken | None:
    """Return what forbids a visit at an hour, whatever the other visits."""
    work, span = plan.problem.days[day], Span(start, start + visit.service)
    if span.start < work.start or span.end > work.end:
        return "day"
    if not any(one.start <= span.start and span.end <= one.end for one in visit.windows):
        return "hours"
    if any(one.start < span.end and span.start < one.end for one in work.busy):
        return "busy"
    return None


def _timed(
    plan: Standing,
    frame: Frame,
    others: Sequence[Planned],
    order: Sequence[int],
    day: int,
    key: int,
) -> Move:
    """Return the answer for an order in which the moved visit, the last of the frame, is pinned."""
    keys = [*(one.key for one in others), key]
    position = order.index(len(others))
    before = order[position - 1] if position else frame.origin
    travel = frame.travel[before][len(others)]
    places = [plan.occurrences[keys[at]].place for at in order]
    from_place = places[position - 1] if position else frame.day.origin
    metres = plan.leg_metres(from_place, places[position])
    if earliest(frame, order) is None:
        broken, other = _missed(frame, order, position)
        return Move(broken, None if other is None else keys[other], travel, metres)
    table = timetable(frame, order)
    if table is None:
        return Move("longest", None, travel, metres)
    seconds, more = _extra(plan, day, key, places)
    starts = {keys[at]: time for at, time in zip(order, table.starts, strict=True)}
    return Move(None, None, travel, metres, seconds, more, starts)


def _missed(frame: Frame, order: Sequence[int], position: int) -> tuple[Broken, int | None]:
    """Return whether the pinned visit or one after it is missed, and the other visit."""
    free, last = frame.begin, frame.origin
    for number, at in enumerate(order):
        start = first_from(frame.starts[at], free + frame.travel[last][at])
        if start is None:
            if number <= position:
                return "late", order[number - 1] if number == position and number else None
            return "next", at
        free, last = start + frame.services[at], at
    return "next", None


def _extra(plan: Standing, day: int, key: int, places: Sequence[int]) -> tuple[int, int]:
    """Return seconds and metres of travelling more than now, of both days."""
    now = plan.planned.get(key)
    old = {day} | ({now.day} if now else set())
    before = {at: [plan.occurrences[one.key].place for one in plan.days[at]] for at in old}
    after = {at: [plan.occurrences[one.key].place for one in plan.others(at, key)] for at in old}
    after[day] = list(places)
    seconds = sum(plan.seconds(at, after[at]) - plan.seconds(at, before[at]) for at in old)
    metres = sum(plan.metres(at, after[at]) - plan.metres(at, before[at]) for at in old)
    return seconds, metres
