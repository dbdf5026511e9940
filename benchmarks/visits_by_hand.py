"""A plan as one would make it by hand: what the engine's plans are compared with.

Customers in five clusters (k-means), one a weekday; each visit on the day of its cluster that is
nearest to its target; each time the nearest next, as long as the day has room.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.visits_instances import Given

ROUNDS = 30


def by_hand(given: Given) -> tuple[float, int]:
    """Return the seconds of travel, and how many visits are left over."""
    problem = given.problem
    weekday = _clusters(np.array(given.points), 5)
    waiting = defaultdict(list)
    for one in problem.occurrences:
        choices = [
            offer.day
            for offer in one.offers
            if one.is_fixed or problem.days[offer.day].date.weekday() == weekday[one.place - 1]
        ]
        if choices:
            waiting[_nearest(problem, one, choices)].append(one)
    travel, served = 0.0, 0
    for number in range(len(problem.days)):
        seconds, count = _day(problem, number, waiting[number])
        travel, served = travel + seconds, served + count
    return travel, len(problem.occurrences) - served


def _nearest(problem: Any, one: Any, days: list[int]) -> int:
    return min(days, key=lambda day: abs(problem.days[day].date - one.target))


def _clusters(points: np.ndarray, count: int) -> list[int]:
    """Return the cluster of each point, by Lloyd's k-means from points far from each other."""
    flat = points * [1.0, np.cos(np.radians(points[:, 0].mean()))]
    centres = [flat[0]]
    while len(centres) < count:
        far = np.min([np.hypot(*(flat - centre).T) for centre in centres], axis=0)
        centres.append(flat[far.argmax()])
    for _round in range(ROUNDS):
        which = np.argmin([np.hypot(*(flat - centre).T) for centre in centres], axis=0)
        centres = [flat[which == one].mean(axis=0) for one in range(count)]
    return which.tolist()


def _day(problem: Any, number: int, waiting: list[Any]) -> tuple[float, int]:
    day, ways = problem.days[number], problem.seconds
    here, time, travel, served = day.origin, day.start, 0.0, 0
    left = list(waiting)
    while left:
        left.sort(key=lambda one: (ways[here, one.place], one.key))
        appointments = [(_start(one, number, 0), one) for one in left if one.is_fixed]
        goal = min(appointments, key=lambda pair: pair[0], default=(day.end, None))
        until, there = goal[0], goal[1].place if goal[1] else day.destination
        for one in (*(one for one in left if one is not goal[1]), goal[1]):
            start = _start(one, number, time + ways[here, one.place]) if one else None
            if start is not None and (
                one is goal[1] or start + one.service + ways[one.place, there] <= until
            ):
                break
        else:
            break
        if start + one.service + ways[one.place, day.destination] > day.end:
            left.remove(one)
            continue
        travel += ways[here, one.place]
        here, time, served = one.place, start + one.service, served + 1
        left.remove(one)
    return travel + ways[here, day.destination], served


def _start(one: Any, number: int, arrival: float) -> float | None:
    """Return when a visit starts after an arrival, nothing if that is too late."""
    for offer in one.offers:
        if offer.day == number:
            for window in offer.windows:
                if max(arrival, window.start) + one.service <= window.end:
                    return max(arrival, window.start)
    return None
