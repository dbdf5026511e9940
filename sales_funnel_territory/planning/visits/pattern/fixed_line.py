"""PyVRP's own search where customers with several visits keep the days of their patterns."""

import warnings
from collections.abc import Callable
from typing import Final

from .line import SCALE, Line, Routes

NEAR: Final = 60  # clients around each that moves look at
TAKEN: Final = 15  # clients taken out at once, at most


class FixedLine(Line):
    """The problem with the patterns of a plan."""

    def _lie_apart(self) -> int:
        # Moments lie as far apart as customers do.
        return self._length + 1 if self._is_timed else int(self._state.distances.mean() * SCALE) + 1

    def _days_of(self, customer: int) -> tuple[list[int], bool]:
        return list(self._state.chosen[customer] or ()), True

    def solve(self, routes: Routes, is_over: Callable[[], bool], seed: int) -> Routes | None:
        """Return better routes, nothing if none were found that keep all limits."""
        import pyvrp
        from pyvrp.search import NeighbourhoodParams, PerturbationParams

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about penalties, which says nothing to a user
            result = pyvrp.solve(
                self._data,
                stop=lambda _cost: is_over(),
                seed=seed,
                collect_stats=False,
                display=False,
                params=pyvrp.SolveParams(
                    neighbourhood=NeighbourhoodParams(num_neighbours=NEAR),
                    perturbation=PerturbationParams(1, TAKEN),
                ),
                initial_solution=self._given(routes),
            )
        return self._read(result.best) if result.is_feasible() else None
