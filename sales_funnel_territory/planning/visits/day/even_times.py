"""Times that one remembers: visits begin on five minutes, where their day bears that.

A search counts ways to the minute, so that a full day loses none. Here the order it has found is
timed once more, with ways in longer steps; a day that then does not fit keeps its times.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ...travel.places import Numbers
from ..problem import Planned, Problem, Solution, WorkDay
from ..slots.standing import standing
from .clock import without_breaks_in
from .schedule import Visit, agreed_times, frame_of, is_possible, timetable, visit_on

STEP: Final = 300


def in_steps(seconds: Numbers, step: int) -> Numbers:
    """Return travel times rounded up to steps of so many seconds.

    >>> in_steps(np.array([[0.0, 61.0]]), 60).tolist()
    [[0.0, 120.0]]
    """
    return np.ceil(np.asarray(seconds) / step) * step


def even_times(problem: Problem, solution: Solution, step: int = STEP) -> Solution:
    """Return a plan with the same visits on the same days in the same order, at even times.

    :param step: seconds to which ways are rounded up
    """
    plan = standing(problem, solution)
    seconds = in_steps(problem.seconds, step)
    planned: list[Planned] = []
    for index, stops in enumerate(plan.days):
        day = problem.days[index]
        visits = [visit_on(plan.occurrences[one.key], index) for one in stops]
        starts = None if day.is_frozen else _even_starts(day, visits, seconds)
        times = starts or [one.start for one in stops]
        planned += [replace(one, start=at) for one, at in zip(stops, times, strict=True)]
    return replace(solution, planned=tuple(planned))


def _even_starts(day: WorkDay, visits: Sequence[Visit], seconds: Numbers) -> Sequence[int] | None:
    frame = frame_of(without_breaks_in(day, agreed_times(visits)), visits, seconds)
    order = range(len(visits))
    table = timetable(frame, order) if visits and is_possible(frame, order) else None
    return table.starts if table else None
