"""Classic periodic routing: the best patterns and routes within a time.

Own ruin and recreate over patterns begins. Where PyVRP is installed, a population of plans goes on
from there, in a large problem for one part of it after the other.
"""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from ..day.pyvrp_day import is_installed
from .problem import PatternPlan, PatternProblem, PatternRoute
from .search import HOT, PatternSearch

FIRST: Final = 0.06  # share of the time of ruin and recreate, if a population follows
FIRST_LARGE: Final = 0.35  # likewise in a large problem
FEWEST: Final = 8  # customers that are worth a population
LARGE: Final = 260  # visits: more are searched part by part
PART: Final = 170  # visits of a part
TURN: Final = 0.11  # share of the time for a part


def solve_patterns(
    problem: PatternProblem,
    seconds: float,
    seed: int,
    *,
    with_pyvrp: bool | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> PatternPlan:
    """Return the best plan found within so many seconds.

    :param with_pyvrp: whether to use PyVRP; if it is installed, when not given
    """
    since = clock()
    search = PatternSearch(problem, seed)
    if with_pyvrp is None:
        with_pyvrp = is_installed()
    if not with_pyvrp or len(problem.customers) < FEWEST:
        _ruin(search, since, seconds, clock)
        return _plan(search, "own")
    visits = sum(len(one.patterns[0]) for one in problem.customers)
    is_large = visits > LARGE
    _ruin(search, since, seconds * (FIRST_LARGE if is_large else FIRST), clock)
    end = since + seconds
    if is_large and not search.absent:
        _improve_parts(search, seed, visits, TURN * seconds, end, clock)
    else:
        _evolve(search, seed, partial(_is_over, clock, end))
    return _plan(search, "own+pyvrp")


def _ruin(search: PatternSearch, since: float, seconds: float, clock: Callable[[], float]) -> None:
    length = max(seconds, 1e-9)
    search.run(lambda _ran: (clock() - since) / length, HOT)


def _evolve(search: PatternSearch, seed: int, is_over: Callable[[], bool]) -> None:
    from .evolution import Evolution

    evolution = Evolution(search.problem, seed)
    evolution.run(is_over, None if search.absent else search.best_routes)
    search.iterations += evolution.iterations
    if evolution.best is not None:
        search.take(evolution.best.routes)


def _improve_parts(
    search: PatternSearch,
    seed: int,
    visits: int,
    turn: float,
    end: float,
    clock: Callable[[], float],
) -> None:
    """Improve one part after the other, the next one far from those before it."""
    from .evolution import Evolution
    from .sectors import Sector

    source = random.Random(seed)
    most = search.problem.vehicles
    vehicles = min(max(2, round(most * PART / visits)), most)
    times = [0] * len(search.state.near)  # that a customer was in a part
    while clock() < end:
        fewest = min(times[1:])
        center = source.choice([one for one in range(1, len(times)) if times[one] == fewest])
        sector = Sector(search.state, center, vehicles)
        for one in {center, *sector.customers}:
            times[one] += 1
        evolution = Evolution(sector.problem, seed)
        evolution.run(partial(_is_over, clock, min(clock() + turn, end)), sector.routes())
        search.iterations += evolution.iterations
        if evolution.best is not None:
            search.take(sector.whole(evolution.best.routes))


def _is_over(clock: Callable[[], float], end: float) -> bool:
    return clock() >= end


def _plan(search: PatternSearch, engine: str) -> PatternPlan:
    state = search.state
    state.load_routes(search.best_routes)
    routes = tuple(
        PatternRoute(state.day_of[row], tuple(route))
        for row, route in enumerate(state.routes)
        if route
    )
    missing = tuple(
        number for number, chosen in enumerate(state.chosen) if number and chosen is None
    )
    return PatternPlan(routes, missing, state.length, engine, search.iterations)
