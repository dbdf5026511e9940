"""Classic periodic routing: the best patterns and routes within a time.

Own ruin and recreate over patterns begins. Where PyVRP is installed, a population of plans goes on
from there; in a large problem, or where that finds nothing, the two take turns, and then improve
part after part.
"""

import time
from collections.abc import Callable
from typing import Final

from ..day.pyvrp_day import is_installed
from .evolution import Evolution
from .problem import PatternPlan, PatternProblem, PatternRoute
from .search import HOT, PatternSearch
from .turns import Turns

FIRST: Final = 0.06  # share of the time of ruin and recreate, if a population follows
FIRST_LARGE: Final = 0.13  # likewise in a large problem
FEWEST: Final = 8  # customers that are worth a population
LARGE: Final = 400  # visits: more are too many for a population


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
    counts = [len(one.patterns[0]) for one in problem.customers]
    visits = sum(counts)
    end = since + seconds
    is_large = visits > LARGE
    _ruin(search, since, seconds * (FIRST_LARGE if is_large else FIRST), clock)
    if not is_large:
        _evolve(search, seed, end, clock)
    # PyVRP finds the days of those with one visit; parts get populations for those with several.
    breeds = is_large and counts.count(1) < visits / 2
    Turns(search, seed, seconds, end, clock, breeds=breeds).run()
    return _plan(search, "own+pyvrp")


def _ruin(search: PatternSearch, since: float, seconds: float, clock: Callable[[], float]) -> None:
    length = max(seconds, 1e-9)
    search.run(lambda _ran: (clock() - since) / length, HOT)


def _evolve(search: PatternSearch, seed: int, end: float, clock: Callable[[], float]) -> None:
    """Search with a population until the end, or half of it where that finds nothing better."""
    evolution = Evolution(search.problem, seed)
    half = (clock() + end) / 2

    def is_over() -> bool:
        now = clock()
        found = evolution.best
        is_worse = found is None or found.length > search.best_cost + 1e-6
        return now >= end or (now >= half and is_worse)

    evolution.run(is_over)
    search.iterations += evolution.iterations
    if evolution.best is not None:
        search.take(evolution.best.routes)


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
