"""A day of a plan as it stands: its visits in order, ready to be timed anew."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ..day.schedule import Frame, Visit, frame_of, visit_on, whole_seconds
from ..problem import Occurrence, Planned, Problem, Solution, Span


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A plan by day and by key.

    :param days: planned visits of each day, in order
    """

    problem: Problem
    occurrences: Mapping[int, Occurrence]
    planned: Mapping[int, Planned]
    days: tuple[tuple[Planned, ...], ...]

    def others(self, day: int, key: int) -> list[Planned]:
        """Return the visits of a day without one of them."""
        return [one for one in self.days[day] if one.key != key]

    def seconds(self, day: int, places: Sequence[int]) -> int:
        """Return seconds of travel from a day's origin over places to its destination."""
        rows = self._rows(day, places)
        return int(whole_seconds(self.problem.seconds[rows[:-1], rows[1:]]).sum())

    def metres(self, day: int, places: Sequence[int]) -> int:
        """Return metres likewise; a way of unknown length counts nothing."""
        return sum(self.leg_metres(a, b) for a, b in pairwise(self._rows(day, places)))

    def leg_seconds(self, a: int, b: int) -> int:
        """Return whole seconds from one place to another; 0 where no road leads."""
        seconds = float(self.problem.seconds[a, b])
        return math.ceil(seconds - 1e-6) if math.isfinite(seconds) else 0

    def leg_metres(self, a: int, b: int) -> int:
        """Return metres from one place to another; 0 where they are not known."""
        metres = float(self.problem.metres[a, b])
        return round(metres) if math.isfinite(metres) else 0

    def _rows(self, day: int, places: Sequence[int]) -> list[int]:
        work = self.problem.days[day]
        return [work.origin, *places, work.destination]


def standing(problem: Problem, solution: Solution) -> Standing:
    """Return a plan by day and by key."""
    days: list[list[Planned]] = [[] for _day in problem.days]
    for one in solution.planned:
        days[one.day].append(one)
    return Standing(
        problem,
        {one.key: one for one in problem.occurrences},
        {one.key: one for one in solution.planned},
        tuple(tuple(sorted(day, key=lambda one: (one.start, one.order))) for day in days),
    )


def frame_with(
    plan: Standing, day: int, others: Sequence[Planned], visit: Visit, *, keep_times: bool
) -> Frame:
    """Return the frame of a day with its visits in order, and one more as the last of them.

    :param keep_times: whether the others stay when they are; appointments always do
    """
    visits = [_standing_visit(plan, day, one, keep_times=keep_times) for one in others]
    return frame_of(plan.problem.days[day], [*visits, visit], plan.problem.seconds)


def _standing_visit(plan: Standing, day: int, one: Planned, *, keep_times: bool) -> Visit:
    occurrence = plan.occurrences[one.key]
    visit = visit_on(occurrence, day)
    if keep_times or occurrence.is_fixed or not visit.windows:
        return pinned(visit, one.start)
    return visit


def pinned(visit: Visit, start: int) -> Visit:
    """Return a visit that can start at one time only."""
    return replace(visit, windows=(Span(start, start + visit.service),))


def keeps_spacing(plan: Standing, key: int, day: date) -> bool:
    """Tell whether a day keeps the gaps of the visit's series to the planned ones around it."""
    for series in plan.problem.series:
        if key not in series.keys:
            continue
        at = series.keys.index(key)
        before = _date_of(plan, series.keys[at - 1]) if at else series.before
        is_last = at == len(series.keys) - 1
        after = series.after if is_last else _date_of(plan, series.keys[at + 1])
        gaps = [(day - before).days] if before else []
        gaps += [(after - day).days] if after else []
        least, largest = series.least_gap or 0, series.largest_gap
        if any(gap < least or (largest is not None and gap > largest) for gap in gaps):
            return False
    return True


def _date_of(plan: Standing, key: int) -> date | None:
    one = plan.planned.get(key)
    return None if one is None else plan.problem.days[one.day].date
