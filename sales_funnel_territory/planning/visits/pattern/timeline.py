"""Routes of all days at once by PyVRP, if it is installed: one timeline, day after day.

A vehicle works on one day only, and so may a customer: those with one visit take any of their
days, the others keep the days of their pattern. PyVRP counts in whole numbers; what it finds is
measured again without rounding, and left if it breaks a limit.
"""

import itertools
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .problem import PatternProblem
from .state import PatternState

if TYPE_CHECKING:
    import pyvrp

    from .search import Routes

SCALE: Final = 1_000


class Timeline:
    """The problem as PyVRP has it, with the patterns of a plan."""

    def __init__(self, state: PatternState) -> None:
        import pyvrp

        self._state = state
        self._problem: PatternProblem = state.problem
        self._whole = np.rint(state.distances * SCALE).astype(np.int64)
        self._limits = [int(min(one, 1e9) * SCALE) for one in self._problem.longest]
        self._is_timed = bool(np.isfinite(self._problem.longest).any())
        # Without limits nothing takes time, and a day is one moment; moments lie as far apart as
        # customers do, for what a wrong day costs is counted by time.
        self._length = max(self._limits) if self._is_timed else 0
        self._apart = self._length + 1 if self._is_timed else int(self._whole.mean()) + 1
        self.clients: list[Any] = []
        self.groups: list[Any] = []
        self.owner: list[int] = []
        self._client_of: dict[tuple[int, int], int] = {}
        for customer in range(1, len(state.near)):
            self._add(customer)
        self.data = pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _place in self._whole],
            self.clients,
            [pyvrp.Depot(0)],
            [self._vehicle(day) for day in range(self._problem.days)],
            [self._whole],
            [self._whole if self._is_timed else np.zeros_like(self._whole)],
            self.groups,
        )

    def _vehicle(self, day: int) -> "pyvrp.VehicleType":
        import pyvrp

        largest = self._problem.largest[day]
        begin, end = self._span(day, day)
        return pyvrp.VehicleType(
            self._problem.vehicles,
            capacity=[round(largest * 1000)] if np.isfinite(largest) else [10**12],
            tw_early=begin,
            tw_late=end,
            shift_duration=self._limits[day] if self._is_timed else 0,
        )

    def _span(self, first: int, last: int) -> tuple[int, int]:
        return first * self._apart, last * self._apart + self._length

    def _add(self, customer: int) -> None:
        """Make a customer one client a day, or one that takes any of his days."""
        import pyvrp

        state = self._state
        patterns, chosen = state.patterns[customer], state.chosen[customer]
        if any(len(days) > 1 for days in patterns):
            for day in chosen or ():
                self._add_client(customer, [day], is_required=True, group=None)
            return
        runs = _runs(sorted({day for days in patterns for day in days}))
        group = len(self.groups) if len(runs) > 1 else None
        if group is not None:
            first = len(self.clients)
            self.groups.append(pyvrp.ClientGroup(list(range(first, first + len(runs)))))
        for run in runs:
            self._add_client(customer, run, is_required=group is None, group=group)

    def _add_client(
        self, customer: int, days: list[int], *, is_required: bool, group: int | None
    ) -> None:
        import pyvrp

        state = self._state
        begin, end = self._span(days[0], days[-1])
        for day in days:
            self._client_of[customer, day] = len(self.clients)
        self.owner.append(customer)
        self.clients.append(
            pyvrp.Client(
                customer,
                delivery=[round(state.demand[customer] * 1000)],
                service_duration=round(state.service[customer] * SCALE) if self._is_timed else 0,
                tw_early=begin,
                tw_late=end,
                required=is_required,
                group=group,
            )
        )

    def _start(self, routes: "Routes") -> "pyvrp.Solution":
        import pyvrp

        found = []
        for row, route in enumerate(routes):
            if route:
                day = self._state.day_of[row]
                visits = [
                    pyvrp.Activity(pyvrp.ActivityType.CLIENT, self._client_of[stop, day])
                    for stop in route
                ]
                found.append(pyvrp.Route(self.data, visits, day))
        return pyvrp.Solution(self.data, found)

    def solve(self, routes: "Routes", is_over: Callable[[], bool], seed: int) -> "Routes | None":
        """Return better routes, nothing if none were found."""
        import pyvrp

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about penalties, which says nothing to a user
            result = pyvrp.solve(
                self.data,
                stop=lambda _cost: is_over(),
                seed=seed,
                collect_stats=False,
                display=False,
                initial_solution=self._start(routes),
            )
        if not result.is_feasible():
            return None
        vehicles = self._problem.vehicles
        found: Routes = [[] for _route in routes]
        free = [itertools.count(day * vehicles) for day in range(self._problem.days)]
        for route in result.best.routes():
            stops = [self.owner[one.idx] for one in route if one.is_client()]
            found[next(free[route.vehicle_type()])] = stops
        return found


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
