"""A plan in force after something has happened: changed as little as possible, line by line.

Three steps, each from the plan before. First everything stays to the minute, and only visits that
were hit (their day is off, they are new) look for a place. Where one finds none, the others may
shift within their days; where that does not help, they may move to other days. Of the three plans
the one is proposed that costs least: travel, visits left out, and changes. One that is planned is
as good as promised, so it counts double. What is frozen never changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ..limits import Limits
from ..period.plan import plan_period
from ..problem import Occurrence, Offer, Planned, Problem, Solution, Span
from ..slots.standing import Standing, standing
from .changes import Change, Changed, apply_changes
from .lines import Kind, Line, find_lines
from .steady_times import can_stay, steady_day

# Seconds of travel that are accepted rather than move a visit to another day, or within its day.
MOVED: Final = 3600.0
RETIMED: Final = 900.0
# Times farther ahead than that were not told to anybody yet: they cost nothing.
TOLD: Final = timedelta(days=14)
# The share of the other visits that may change, if there is a way to change fewer.
MOST_CHANGED: Final = 0.2
# How much more a visit counts that is planned already.
PROMISED: Final = 2.0
# The parts of the limits for the three steps.
PARTS: Final = (0.3, 0.3, 0.4)


@dataclass(frozen=True, slots=True)
class Replan:
    """What would change.

    :param problem: as it is after what has happened
    :param old: the plan in force, and ``solution`` the one proposed
    :param travel_before: seconds of all days, and ``travel_after``
    """

    problem: Problem
    old: Solution
    solution: Solution
    lines: tuple[Line, ...]
    travel_before: int
    travel_after: int

    def of_kind(self, kind: Kind) -> tuple[Line, ...]:
        """Return the lines of one kind."""
        return tuple(line for line in self.lines if line.kind == kind)


def replan(
    problem: Problem, solution: Solution, changes: Iterable[Change], limits: Limits, seed: int
) -> Replan:
    """Return the plan with the fewest and smallest changes after something has happened.

    :param solution: the plan in force
    :raises ValueError: where a change names a day or visit that is not there
    """
    changed = apply_changes(problem, solution, changes)
    now = _as_people_made_it(_promised(changed), changed, standing(problem, solution))
    start = replace(
        solution,
        planned=tuple(one for one in solution.planned if one.key not in changed.hit),
        unserved=(),
    )
    first = plan_period(_to_the_minute(now, start), _part(limits, PARTS[0]), seed, start)
    best = _steady(now, first, solution)
    for step, part in ((_to_the_day, PARTS[1]), (_free, PARTS[2])):
        if any(one.key in changed.hit for one in best.unserved):
            found = plan_period(step(now, best), _part(limits, part), seed, best)
            other = _steady(now, found, solution)
            best = min(best, other, key=lambda one: _rank(changed, now, one))
    before, after = standing(problem, solution), standing(changed.problem, best)
    return Replan(
        replace(changed.problem, days=now.days),
        solution,
        best,
        tuple(find_lines(before, after, changed.hit, {one.key: one for one in best.unserved})),
        _travel(before),
        _travel(after),
    )


def _promised(changed: Changed) -> Problem:
    """Return the problem with what is planned, and was not hit, counting more."""
    visits = tuple(
        replace(one, worth=one.worth * PROMISED)
        if one.current and one.key not in changed.hit
        else one
        for one in changed.problem.occurrences
    )
    return replace(changed.problem, occurrences=visits, moved=MOVED)


def _as_people_made_it(problem: Problem, changed: Changed, plan: Standing) -> Problem:
    """Return the problem in which nothing is put right that nobody has asked for.

    Somebody may have dragged a visit beyond its customer's hours: it stays at its time. A day that
    cannot be driven as it stands is left alone, unless it is one of those that have changed.
    """
    hit_days = {plan.planned[key].day for key in changed.hit if key in plan.planned}
    days = tuple(
        day
        if day.is_frozen or index in hit_days or not plan.days[index] or can_stay(plan, index)
        else replace(day, is_frozen=True)
        for index, day in enumerate(problem.days)
    )
    visits = tuple(
        _fixed(one, plan.planned[one.key])
        if one.key in plan.planned and one.key not in changed.hit and not _is_offered(one)
        else one
        for one in problem.occurrences
    )
    return replace(problem, days=days, occurrences=visits)


def _is_offered(visit: Occurrence) -> bool:
    """Tell whether a visit may take place when it is planned."""
    day, start = visit.current or (-1, 0)
    return any(
        window.start <= start and start + visit.service <= window.end
        for offer in visit.offers
        if offer.day == day
        for window in offer.windows
    )


def _to_the_minute(problem: Problem, plan: Solution) -> Problem:
    """Return the problem with every visit of a plan fixed at its time."""
    at = {one.key: one for one in plan.planned}
    visits = tuple(
        _fixed(one, at[one.key])
        if one.key in at and not problem.days[at[one.key].day].is_frozen
        else one
        for one in problem.occurrences
    )
    return replace(problem, occurrences=visits)


def _fixed(visit: Occurrence, at: Planned) -> Occurrence:
    span = Span(at.start, at.start + visit.service)
    return replace(visit, offers=(Offer(at.day, (span,)),), is_fixed=True)


def _to_the_day(problem: Problem, plan: Solution) -> Problem:
    """Return the problem with every visit of a plan kept to its day."""
    at = {one.key: one.day for one in plan.planned}
    visits = []
    for one in problem.occurrences:
        offers = tuple(offer for offer in one.offers if offer.day == at.get(one.key))
        visits.append(replace(one, offers=offers) if offers else one)
    return replace(problem, occurrences=tuple(visits))


def _free(problem: Problem, _plan: Solution) -> Problem:
    return problem


def _rank(changed: Changed, problem: Problem, plan: Solution) -> tuple[bool, bool, float]:
    """Return what makes one plan worse than another.

    First appointments that were hit and have no place, then too many changes of others, then what
    it costs with its changes, in seconds of travel.
    """
    visits = {one.key: one for one in problem.occurrences}
    now = {one.key: (one.day, one.start) for one in plan.planned}
    stay = [one for one in problem.occurrences if one.current and one.key not in changed.hit]
    differ = [one for one in stay if now.get(one.key) != one.current]
    told = _told_until(problem)
    cost = sum(visits[one.key].worth for one in plan.unserved)
    for one in differ:
        there = now.get(one.key)
        if there and one.current and there[0] != one.current[0]:
            cost += MOVED
        elif there and problem.days[there[0]].date < told:
            cost += RETIMED
    return (
        any(visits[one.key].is_fixed and visits[one.key].offers for one in plan.unserved),
        len(differ) >= MOST_CHANGED * max(1, len(stay)),
        cost + _travel(standing(problem, plan)),
    )


def _told_until(problem: Problem) -> date:
    """Return the day from which on times are free: days that are over are frozen."""
    ahead = [day.date for day in problem.days if not day.is_frozen]
    return min(ahead, default=date.min) + TOLD


def _part(limits: Limits, share: float) -> Limits:
    iterations, seconds = limits.iterations, limits.seconds
    return replace(
        limits,
        iterations=None if iterations is None else max(1, round(iterations * share)),
        seconds=None if seconds is None else seconds * share,
        report=None,
    )


def _steady(problem: Problem, found: Solution, old: Solution) -> Solution:
    """Return a plan with the times that its visits had, day by day, where they can be kept."""
    plan = standing(problem, found)
    was = {one.key: (one.day, one.start) for one in old.planned}
    planned: list[Planned] = []
    for index, visits in enumerate(plan.days):
        if problem.days[index].is_frozen or not visits:
            planned += visits
            continue
        keys = [one.key for one in visits]
        before = {key: was[key][1] for key in keys if key in was and was[key][0] == index}
        planned += steady_day(plan, index, keys, before) or visits
    return replace(found, planned=tuple(planned))


def _travel(plan: Standing) -> int:
    return sum(
        plan.seconds(index, [plan.occurrences[one.key].place for one in day])
        for index, day in enumerate(plan.days)
        if day
    )
