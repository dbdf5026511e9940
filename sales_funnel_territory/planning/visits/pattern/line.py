"""Routes of all days at once as PyVRP has them: one timeline, day after day.

A vehicle works on one day only, and so may a customer: those with one visit take any of their
days, the others are a client for each day. PyVRP counts in whole numbers: loads and times are
rounded so that what it takes for possible is possible.
"""

import itertools
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .state import PatternState

if TYPE_CHECKING:
    import pyvrp

SCALE: Final = 1_000
MOST: Final = 10**12  # load without a limit

Routes = list[list[int]]


class Line:
    """The problem as PyVRP has it."""

    def __init__(self, state: PatternState) -> None:
        import pyvrp

        self._state = state
        problem = state.problem
        most = sum(state.service) + 2 * float(state.distances[0].sum())  # of any good route
        self._limits = [int(min(one, most) * SCALE) for one in problem.longest]
        self._is_timed = bool(np.isfinite(problem.longest).any())
        # Without limits nothing takes time, and a day is one moment.
        self._length = max(self._limits) if self._is_timed else 0
        self._apart = self._lie_apart()
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
        self._visits_of: list[dict[int, Any]] = [{} for _day in range(problem.days)]
        for (customer, day), at in self._client_of.items():
            self._visits_of[day][customer] = self._visits[at]

    def _lie_apart(self) -> int:
        """Return how far apart days begin: what a wrong day costs is counted by time."""
        raise NotImplementedError

    def _days_of(self, customer: int) -> tuple[list[int], bool]:
        """Return days of a customer with several visits, and whether he needs all of them."""
        raise NotImplementedError

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
            capacity=[int(largest * SCALE + 1e-6)] if np.isfinite(largest) else [MOST],
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
        if any(len(pattern) > 1 for pattern in patterns):
            days, is_required = self._days_of(customer)
            for day in days:
                self._add_client(customer, [day], is_required=is_required, group=None)
            return
        runs = _runs(sorted({day for pattern in patterns for day in pattern}))
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

    # Plans

    def _given(self, routes: Routes) -> "pyvrp.Solution":
        import pyvrp

        day_of = self._state.day_of
        given = []
        for row, route in enumerate(routes):
            if route:
                visits = self._visits_of[day_of[row]]
                given.append(pyvrp.Route(self._data, [visits[stop] for stop in route], day_of[row]))
        return pyvrp.Solution(self._data, given)

    def _read(self, solution: "pyvrp.Solution") -> Routes:
        vehicles, owner = self._state.problem.vehicles, self._owner
        found: Routes = [[] for _row in self._state.day_of]
        free = [itertools.count(day * vehicles) for day in range(self._state.problem.days)]
        for route in solution.routes():
            places = route.schedule()[1:-1]  # between its depots
            found[next(free[route.vehicle_type()])] = [owner[one.idx] for one in places]
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
