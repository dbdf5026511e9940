"""A large problem: our search and PyVRP's take turns, on all of it and then on parts.

PyVRP improves routes, and the days of those with one visit; ruin and recreate the patterns of the
others. Who won most of late goes on. When neither finds enough, a part after the other is improved,
and put back where it has become better: by a population of its own where patterns count, otherwise
shaken by ruin and recreate and then improved by PyVRP.
"""

import random
from collections.abc import Callable
from typing import Final

from .evolution import Evolution
from .fixed_line import FixedLine
from .search import PatternSearch
from .sectors import Sector
from .state import PatternState

ROUTED: Final = 0.025  # share of the time of a turn of PyVRP
RUINED: Final = 0.017  # and of ruin and recreate
WARM: Final = 0.3  # of the mean drive: how much that may lose at first
LEAST: Final = 0.03  # of the travel: a way that would win less in all the time gives way to parts
PART: Final = 300  # visits of a part
BRED: Final = 0.08  # share of the time of a population of a part
SHAKEN: Final = 0.005  # share of the time in which a part is shaken
MENDED: Final = 0.013  # and improved
SHAKE: Final = (0.4, 0.1)  # of the mean drive: how much that may lose at first, and at last

Routes = list[list[int]]


class Turns:
    """Improves a plan until a moment."""

    def __init__(
        self,
        search: PatternSearch,
        seed: int,
        seconds: float,
        end: float,
        clock: Callable[[], float],
        *,
        breeds: bool,
    ) -> None:
        self._search = search
        self._seed = seed
        self._seconds = seconds
        self._end = end
        self._clock = clock
        self._random = random.Random(seed)
        self._improved = self._bred if breeds else self._mended
        self._least = LEAST / max(seconds, 1e-9) if breeds else 0.0  # of the travel, in a second
        visits = sum(len(one.patterns[0]) for one in search.problem.customers)
        most = search.problem.vehicles
        self._vehicles = min(max(2, round(most * PART / visits)), most)
        self._times = [0] * len(search.state.near)  # that a customer was in a part

    def run(self) -> None:
        """Improve the best plan of the search."""
        gains = [float("inf"), float("inf")]  # by second, of the last turn of each
        ways = (self._route, self._ruin)
        while self._clock() < self._end:
            self._seed += 1
            if self._search.absent:
                self._ruin()
            elif max(gains) > self._least * self._search.best_cost:
                turn = gains.index(max(gains))
                gains[turn] = self._gain(ways[turn])
            else:
                self._improve_part()

    def _gain(self, way: Callable[[], None]) -> float:
        since, cost = self._clock(), self._search.best_cost
        way()
        won = cost - self._search.best_cost
        return won / max(self._clock() - since, 1e-9) if won > 1e-6 else 0.0

    def _until(self, share: float) -> Callable[[int], float]:
        """Return the progress through a share of the time."""
        since = self._clock()
        length = max(min(share * self._seconds, self._end - since), 1e-9)
        return lambda _ran: (self._clock() - since) / length

    def _route(self) -> None:
        search = self._search
        search.take(search.best_routes)
        found = self._routed(search.state, search.best_routes, ROUTED)
        if found is not None:
            search.take(found)

    def _routed(self, state: PatternState, routes: Routes, share: float) -> Routes | None:
        """Return better routes by PyVRP, with the patterns that the state has now."""
        progress = self._until(share)
        return FixedLine(state).solve(routes, lambda: progress(0) >= 1, self._seed)

    def _ruin(self) -> None:
        self._search.run(self._until(RUINED), WARM)

    def _improve_part(self) -> None:
        """Improve the part around a customer who was in parts least often."""
        search = self._search
        search.take(search.best_routes)
        fewest = min(self._times[1:])
        center = self._random.choice(
            [one for one in range(1, len(self._times)) if self._times[one] == fewest]
        )
        sector = Sector(search.state, center, self._vehicles)
        for one in {center, *sector.customers}:
            self._times[one] += 1
        found = self._improved(sector)
        search.take(sector.whole(found))

    def _bred(self, sector: Sector) -> Routes:
        """Return the routes of a part after a population that began with them."""
        progress = self._until(BRED)
        evolution = Evolution(sector.problem, self._seed)
        evolution.improve(sector.routes(), lambda: progress(0) >= 1)
        self._search.iterations += evolution.iterations
        return sector.routes() if evolution.best is None else evolution.best.routes

    def _mended(self, sector: Sector) -> Routes:
        part = PatternSearch(sector.problem, self._seed)
        part.take(sector.routes())
        part.wander(self._until(SHAKEN), *SHAKE)
        if not part.absent:
            found = self._routed(part.state, part.state.routes, MENDED)
            if found is not None:
                part.take(found)
        self._search.iterations += part.iterations
        return part.best_routes
