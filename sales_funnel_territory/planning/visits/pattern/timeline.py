"""PyVRP's local search for plans of a population: all patterns share one model.

Customers with several visits are a client for each day they may be visited. Those clients need no
visit, and no move of the search adds or drops one.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .line import SCALE, Line, Routes
from .penalties import Penalties
from .state import PatternState

if TYPE_CHECKING:
    import pyvrp
    from pyvrp.search import LocalSearch

NEAR: Final = 16  # customers around each that moves look at
APART: Final = 20  # days lie as far apart as so many of their lengths: a wrong one is too dear
MOVES: Final = (
    *("Relocate1", "Relocate2", "Swap11", "Swap21", "Swap22", "SwapTails"),
    *("RelocateAlternative", "ReplaceGroup"),
)


class Timeline(Line):
    """The problem with all patterns, and a local search."""

    def __init__(self, state: PatternState, seed: int) -> None:
        super().__init__(state)
        self._search = self._local_search(seed)

    def _lie_apart(self) -> int:
        drive = int(self._state.distances.mean() * SCALE) + 1
        return APART * (self._length if self._is_timed else drive)

    def _days_of(self, customer: int) -> tuple[list[int], bool]:
        patterns = self._state.patterns[customer]
        return sorted({day for pattern in patterns for day in pattern}), len(patterns) == 1

    def _local_search(self, seed: int) -> "LocalSearch":
        import pyvrp
        from pyvrp import search

        near = {visit: self._around(at) for at, visit in enumerate(self._visits)}
        found = search.LocalSearch(self._data, pyvrp.RandomNumberGenerator(seed=seed), near)
        for name in MOVES:
            move = getattr(search, name)
            if move.supports(self._data):
                found.add_operator(move(self._data))
        return found

    def _around(self, client: int) -> list[Any]:
        """Return the clients near to one that may be on a day with it."""
        owner, days = self._owner[client], self._days[client]
        order = np.argsort(self._state.distances[owner, 1:], kind="stable") + 1
        others = {
            self._client_of[other, day]
            for other in order[: NEAR + 1].tolist()
            for day in days
            if other != owner and (other, day) in self._client_of
        }
        return [self._visits[other] for other in sorted(others)]

    def improve(self, routes: Routes, penalties: Penalties) -> tuple["pyvrp.Solution", Routes]:
        """Return PyVRP's solution and its routes, the best that its moves come to."""
        import pyvrp

        time = penalties.time if self._is_timed else 100.0
        evaluator = pyvrp.CostEvaluator([penalties.load], time, 0)
        solution = self._search(self._given(routes), evaluator, exhaustive=True)
        return solution, self._read(solution)
