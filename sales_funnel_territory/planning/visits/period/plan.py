"""The plan of a period: which visit on which day, in which order.

Own ruin and recreate. What is minimised, in seconds of travel: travel, the squared load of each
day (even days, no overlong ones), gaps between visits that are off their period, days off the
target, and the worth of what is left out. Fixed appointments come first and never go; what lies
on a frozen day stays. Every limit of a day, a window or a week always holds.
"""

from typing import Final

from ..limits import Limits
from ..problem import Problem, Solution, Stop
from .data import Data
from .search import HOT, WARM, Search
from .solution import Reasons, planned_visits, unserved_visits
from .start import place_fixed, place_start
from .state import State

ENGINE: Final = "ruin_recreate"


def plan_period(
    problem: Problem, limits: Limits, seed: int, start: Solution | None = None
) -> Solution:
    """Return the best plan found within the limits.

    The same seed and number of iterations give the same plan, unless another limit is reached
    before. Every occurrence is either planned or unserved, with its cause.

    :param limits: the search cools down by its iterations if they are limited, else by the time
    :param start: a plan to improve; the result is no worse
    """
    since = limits.clock()
    search = Search(Data(problem, start), limits, seed)
    fixed, lost = place_fixed(search.state)
    search.locked |= fixed | set(lost)
    if start is not None:
        place_start(search.state, start)
    search.state.cost = search.state.total()
    search.tell = lambda state: _tell(search, state, lost, seed, since)
    stop = search.run(since, WARM if start is not None else HOT)
    return _solution(search, search.state, lost, seed, stop, since)


def _tell(search: Search, state: State, lost: Reasons, seed: int, since: float) -> None:
    """Report a plan in the middle of the search."""
    report = search.limits.report
    if report is not None:
        report(_solution(search, state, lost, seed, "time", since))


def _solution(
    search: Search, state: State, lost: Reasons, seed: int, stop: Stop, since: float
) -> Solution:
    return Solution(
        planned=tuple(planned_visits(state)),
        unserved=tuple(unserved_visits(state, lost)),
        cost=state.cost,
        engine=ENGINE,
        seed=seed,
        iterations=search.iterations,
        seconds=search.limits.clock() - since,
        stopped=stop,
    )
