"""Order of a day with hours of the customers, beside the best known of each random day.

Days are feasible by construction: times of a rambling tour, windows laid around them. Each route
is checked by ``visits_checker``. The best known of 10 stops is exact; of more, the best of longer
runs of all engines. The reference of each line is its goal: percent of travel above it.
"""

from __future__ import annotations

import random
import statistics
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import visits_checker
from benchmarks.measure import Goal, Measured, VoidError, benchmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.bench_databases import Databases

SEEDS = range(1, 7)
# hours a customer receives, by turns: narrow, half a day, nearly all day
WIDTHS = (7_200, 14_400, 32_400)
SERVICE = 1_200
BEGIN = 28_800
SLACK = 1_800  # seconds between the rambling tour's end and the day's
WORTH = 100_000.0
# stops: seconds to search, percent allowed, seconds of each of the long runs
CASES = {10: (0.5, 0.1, 0), 25: (0.5, 0.1, 3), 100: (2.0, 0.2, 12)}


@dataclass(frozen=True)
class Instance:
    """A day, its visits and the ways between them in whole seconds."""

    day: Any
    visits: tuple[Any, ...]
    seconds: np.ndarray


def register(stops: int) -> None:
    limit, allowed, _long = CASES[stops]

    @benchmark(f"planning.day_{stops}", Goal("ratio", 1), f"% above best, {limit:g} s")
    def gap(_databases: Databases) -> Measured:
        """Mean over the days."""
        gaps = [100 * (ours / best - 1) for ours, best in results(stops)]
        return Measured(max(0.0, statistics.mean(gaps)), allowed)

    @benchmark(f"planning.day_{stops}_feasible", Goal("all"), "days")
    def feasible(_databases: Databases) -> Measured:
        """Days on which all visits are planned and nothing is broken."""
        return Measured(len(results(stops)), len(SEEDS))


for number in CASES:
    register(number)


@cache
def results(stops: int) -> list[tuple[float, float]]:
    """Return our travel and the best known of each day that was planned whole."""
    limit, _allowed, longer = CASES[stops]
    found = []
    for seed in SEEDS:
        one = instance(stops, seed)
        ours = solve(one, limit, seed=1)
        others = [exact(one)] if stops <= 10 else long_runs(one, longer)
        if ours is None:
            continue
        known = [other for other in (ours, *others) if other is not None]
        if stops <= 10 and ours < others[0]:
            raise VoidError(f"day {seed} of {stops} stops is shorter than the exact best")
        found.append((ours, min(known)))
    return found


def instance(stops: int, seed: int) -> Instance:
    """Return a day within 60 x 60 km at 50 km/h and 2 minutes a leg."""
    from odoo.addons.sales_funnel_territory.planning.visits.day.schedule import Visit
    from odoo.addons.sales_funnel_territory.planning.visits.problem import Span, WorkDay

    rng = random.Random(1000 * stops + seed)
    spots = np.array([complex(rng.uniform(0, 60), rng.uniform(0, 60)) for _at in range(stops + 1)])
    km = 1.25 * np.abs(np.subtract.outer(spots, spots))
    seconds = np.ceil(km / 50 * 3600 + 120) * (1 - np.eye(stops + 1))
    moment, place, visits = BEGIN, 0, []
    for at in rambling(seconds, rng):
        moment += int(seconds[place, at])
        width = WIDTHS[seed % len(WIDTHS)]
        opens = max(0, moment - rng.randint(0, width))
        windows = (Span(opens, opens + width + SERVICE),)
        visits.append(Visit(at, at, SERVICE, windows, WORTH))
        moment, place = moment + SERVICE, at
    end = moment + int(seconds[place, 0]) + SLACK
    return Instance(WorkDay(date(2026, 3, 2), BEGIN, end, 0, 0), tuple(visits), seconds)


def rambling(seconds: np.ndarray, rng: random.Random) -> Iterator[int]:
    """Yield the places, each one of the three nearest that are left."""
    left, place = set(range(1, len(seconds))), 0
    while left:
        place = rng.choice(sorted(left, key=lambda at: (seconds[place, at], at))[:3])
        left.remove(place)
        yield place


def solve(one: Instance, limit: float, seed: int, with_pyvrp: bool | None = None) -> float | None:
    """Return the seconds of travel, nothing where visits are missing or rules broken."""
    from odoo.addons.sales_funnel_territory.planning.visits import problem
    from odoo.addons.sales_funnel_territory.planning.visits.day import routing
    from odoo.addons.sales_funnel_territory.planning.visits.limits import Limits

    route = routing.plan_day(
        one.day,
        one.visits,
        one.seconds,
        one.seconds,
        Limits(seconds=limit),
        seed,
        with_pyvrp=with_pyvrp,
    )
    occurrences = tuple(
        problem.Occurrence(
            visit.key,
            visit.key,
            visit.place,
            visit.service,
            (problem.Offer(0, visit.windows),),
            visit.worth,
        )
        for visit in one.visits
    )
    given = problem.Problem((one.day,), occurrences, one.seconds, one.seconds)
    planned = route.planned(0)
    solution = problem.Solution(
        planned, route.dropped, route.cost, route.engine, seed, 0, 0.0, route.stopped
    )
    checked = visits_checker.check(given, solution)
    if checked.wrong or checked.unserved:
        return None
    return checked.travel_seconds


def long_runs(one: Instance, seconds: float) -> list[float | None]:
    """Return what longer runs find, with PyVRP and without."""
    return [solve(one, seconds, 11, with_pyvrp) for with_pyvrp in (None, False)]


def exact(one: Instance) -> float:
    """Return the least travel by dynamic programming over sets of visits.

    Of each set and last visit all pairs of travel and time are kept of which none is better in
    both.
    """
    labels = {(frozenset(), 0): [(0.0, float(one.day.start))]}
    for _stop in one.visits:
        further: dict[tuple[frozenset[int], int], list[tuple[float, float]]] = {}
        for (seen, last), pairs in labels.items():
            for visit in one.visits:
                if visit.place not in seen:
                    key = (seen | {visit.place}, visit.place)
                    further.setdefault(key, []).extend(extended(one, pairs, last, visit))
        labels = {key: best_pairs(pairs) for key, pairs in further.items() if pairs}
    return min(
        travel + one.seconds[last, 0]
        for (_seen, last), pairs in labels.items()
        for travel, time in pairs
        if time + one.seconds[last, 0] <= one.day.end
    )


def extended(
    one: Instance, pairs: list[tuple[float, float]], last: int, visit: Any
) -> Iterator[tuple[float, float]]:
    window, leg = visit.windows[0], one.seconds[last, visit.place]
    for travel, time in pairs:
        start = max(window.start, time + leg)
        if start + visit.service <= window.end:
            yield travel + leg, start + visit.service


def best_pairs(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for travel, time in sorted(pairs):
        if not kept or time < kept[-1][1]:
            kept.append((travel, time))
    return kept
