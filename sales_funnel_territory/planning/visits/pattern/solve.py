"""Classic periodic routing: the best patterns and routes within a time.

Own ruin and recreate over patterns; where PyVRP is installed, the two take turns: it improves
the routes of all days and the days of those with one visit, we the patterns of the others.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from ..day.pyvrp_day import is_installed
from .problem import PatternPlan, PatternProblem, PatternRoute
from .search import HOT, PatternSearch

FIRST: Final = 0.80  # share of the time of the first search
TURN: Final = 0.07  # and of each turn after it
WARM: Final = 0.3  # of the mean drive: how much a later search may lose at first


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

    def search_until(end: float, hot: float) -> None:
        begin = clock()
        length = max(end - begin, 1e-9)
        search.run(lambda _ran: (clock() - begin) / length, hot)

    if not with_pyvrp:
        search_until(since + seconds, HOT)
        return _plan(search, "own")
    search_until(since + FIRST * seconds, HOT)
    turn = 0
    while clock() < since + seconds:
        turn += 1
        end = min(clock() + TURN * seconds, since + seconds)
        if turn % 2 and not search.absent:
            _polish(search, seed + turn, partial(_is_over, clock, end))
        else:
            search_until(end, WARM)
    return _plan(search, "own+pyvrp")


def _is_over(clock: Callable[[], float], end: float) -> bool:
    return clock() >= end


def _polish(search: PatternSearch, seed: int, is_over: Callable[[], bool]) -> None:
    """Let PyVRP improve the best plan."""
    from .timeline import Timeline

    search.take(search.best_routes)
    found = Timeline(search.state).solve(search.best_routes, is_over, seed)
    if found is not None:
        search.take(found)


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
