"""Routes of all days at once for PyVRP's local search: one timeline, day after day.

A vehicle works on one day only, and so may a customer: those with one visit take any of their
days, the others are a client for each day they may be visited. Those clients need no visit, and no
move of the search adds or drops one, so that all patterns share one model. PyVRP counts in whole
numbers: loads and times are rounded so that what it takes for possible is possible.
"""

import itertools
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .penalties import Penalties
from .state import PatternState

if TYPE_CHECKING:
    import pyvrp
    from pyvrp.search import LocalSearch

SCALE: Final = 1_000
NEAR: Final = 16  # customers around each that moves look at
APART: Final = 20  # days lie as far apart as so many of their lengths: a wrong one is too dear
MOVES: Final = (
    *("Relocate1", "Relocate2", "Swap11", "Swap21", "Swap22", "SwapTails"),
    *("RelocateAlternative", "ReplaceGroup"),
)

Routes = list[list[int]]


class Timeline:
    """The problem as PyVRP has it, and its local search."""

    def __init__(self, state: PatternState, seed: int) -> None:
        import pyvrp

        self._state = state
        problem = state.problem
        most = sum(state.service) + 2 * float(state.distances[0].sum())  # of any good route
        self._limits = [int(min(one, most) * SCALE) for one in problem.longest]
        self._is_timed = bool(np.isfinite(problem.longest).any())
        # Without limits nothing takes time, and a day is one moment.
        self._length = max(self._limits) if self._is_timed else 0
        drive = int(state.distances.mean() * SCALE) + 1
        self._apart = APART * (self._length if self._is_timed else drive)
        self._clients: list[Any] = []
        self._groups: list[Any] = []
        self._owner: list[int] = []
        self._days: list[set[int]] = []
        self._client_of: dict[tuple[int, int], int] = {}
        for customer in range(1, len(state.near)):
            self._add(customer)
        self._data = self._model()
        kind = pyvrp.ActivityType.CLIENT
        self._visits = [pyvrp.Activity(kind, at) for at in range(len(self._clients))]
        self._search = self._local_search(seed)

    # The model

    def _model(self) -> "pyvrp.ProblemData":
        import pyvrp

        distances = self._state.distances * SCALE
        times = np.ceil(distances) if self._is_timed else np.zeros_like(distances)
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _place in distances],
            self._clients,
            [pyvrp.Depot(0)],
            [self._vehicle(day) for day in range(self._state.problem.days)],
            [np.rint(distances).astype(np.int64)],
            [times.astype(np.int64)],
            self._groups,
        )

    def _vehicle(self, day: int) -> "pyvrp.VehicleType":
        import pyvrp

        largest = self._state.problem.largest[day]
        begin, end = self._span(day, day)
        more = {"shift_duration": self._limits[day]} if self._is_timed else {}
        return pyvrp.VehicleType(
            self._state.problem.vehicles,
            capacity=[int(largest * SCALE + 1e-6)] if np.isfinite(largest) else [10**12],
            tw_early=begin,
            tw_late=end,
            **more,
        )

    def _span(self, first: int, last: int) -> tuple[int, int]:
        return first * self._apart, last * self._apart + self._length

    def _add(self, customer: int) -> None:
        """Make a customer one client a day, or one that takes any of his days."""
        import pyvrp

        patterns = self._state.patterns[customer]
        days = sorted({day for pattern in patterns for day in pattern})
        if any(len(pattern) > 1 for pattern in patterns):
            for day in days:
                self._add_client(customer, [day], is_required=len(patterns) == 1, group=None)
            return
        runs = _runs(days)
        group = len(self._groups) if len(runs) > 1 else None
        if group is not None:
            first = len(self._clients)
            self._groups.append(pyvrp.ClientGroup(list(range(first, first + len(runs)))))
        for run in runs:
            self._add_client(customer, run, is_required=group is None, group=group)

    def _add_client(
        self, customer: int, days: list[int], *, is_required: bool, group: int | None
    ) -> None:
        import pyvrp

        begin, end = self._span(days[0], days[-1])
        for day in days:
            self._client_of[customer, day] = len(self._clients)
        self._owner.append(customer)
        self._days.append(set(days))
        service = self._state.service[customer] if self._is_timed else 0.0
        self._clients.append(
            pyvrp.Client(
                customer,
                delivery=[_up(self._state.demand[customer])],
                service_duration=_up(service),
                tw_early=begin,
                tw_late=end,
                required=is_required,
                group=group,
            )
        )

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

    # The search

    def improve(self, routes: Routes, penalties: Penalties) -> tuple["pyvrp.Solution", Routes]:
        """Return PyVRP's solution and its routes, the best that its moves come to."""
        import pyvrp

        day_of = self._state.day_of
        given = [
            pyvrp.Route(
                self._data,
                [self._visits[self._client_of[stop, day_of[row]]] for stop in route],
                day_of[row],
            )
            for row, route in enumerate(routes)
            if route
        ]
        time = penalties.time if self._is_timed else 100.0
        evaluator = pyvrp.CostEvaluator([penalties.load], time, 0)
        solution = pyvrp.Solution(self._data, given)
        solution = self._search(solution, evaluator, exhaustive=True)
        return solution, self._read(solution)

    def _read(self, solution: "pyvrp.Solution") -> Routes:
        vehicles = self._state.problem.vehicles
        found: Routes = [[] for _row in self._state.day_of]
        free = [itertools.count(day * vehicles) for day in range(self._state.problem.days)]
        for route in solution.routes():
            stops = [self._owner[one.idx] for one in route if one.is_client()]
            found[next(free[route.vehicle_type()])] = stops
        return found


def _up(value: float) -> int:
    return int(np.ceil(value * SCALE - 1e-6))


def _runs(days: list[int]) -> list[list[int]]:
    """Return days that follow each other together.

    >>> _runs([0, 1, 3])
    [[0, 1], [3]]
    """
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
