"""Routes of all days as rows of flat arrays, so that a customer is priced everywhere at once."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .problem import PRECISION, PatternProblem

Array: TypeAlias = NDArray[np.float64]
FAR: Final = 1e9  # longer than any route


class Row(NamedTuple):
    """What a route was before it was changed."""

    route: list[int]
    stops: NDArray[np.intp]
    drives: Array
    load: float
    duration: float


class PatternState:
    """Which customer is on which route of which day; ``vehicles`` rows a day."""

    def __init__(self, problem: PatternProblem) -> None:
        self.problem = problem
        self.distances = problem.distances()
        self.near = self.distances.tolist()
        self.service = [0.0, *(one.service for one in problem.customers)]
        self.demand = [0.0, *(one.demand for one in problem.customers)]
        self.patterns: list[tuple[tuple[int, ...], ...]] = [
            (),
            *(one.patterns for one in problem.customers),
        ]
        self.chosen: list[tuple[int, ...] | None] = [None] * len(self.near)
        self.row_of = [[-1] * problem.days for _customer in self.near]
        rows = problem.days * problem.vehicles
        self.routes: list[list[int]] = [[] for _row in range(rows)]
        self.day_of = [row // problem.vehicles for row in range(rows)]
        self.load = np.zeros(rows)
        self.duration = np.zeros(rows)
        self.largest = np.array([problem.largest[day] for day in self.day_of]) + PRECISION
        self.longest = np.array([problem.longest[day] for day in self.day_of]) + PRECISION / 2
        self.length = 0.0
        self._flags = self._pattern_flags()
        self._make_rows(16)

    def _pattern_flags(self) -> list[Array]:
        flags = []
        for patterns in self.patterns:
            rows = np.zeros((len(patterns), self.problem.days))
            for row, days in zip(rows, patterns, strict=True):
                row[list(days)] = 1.0
            flags.append(rows)
        return flags

    def _make_rows(self, width: int) -> None:
        rows = len(self.routes)
        self.width = width
        self.stops = np.zeros((rows, width + 1), dtype=np.intp)
        self.drives = np.full((rows, width), -FAR)
        self.drives[:, 0] = 0.0
        for row, route in enumerate(self.routes):
            self._write(row, route)

    def _write(self, row: int, route: list[int]) -> None:
        if len(route) >= self.width:
            self._make_rows(len(route) * 5 // 4 + 4)
            return
        size = len(route)
        self.stops[row, 1 : size + 1] = route
        self.stops[row, size + 1 :] = 0
        before, near = 0, self.near
        drives = []
        for stop in route:
            drives.append(near[before][stop])
            before = stop
        drives.append(near[before][0])
        self.drives[row, : size + 1] = drives
        self.drives[row, size + 1 :] = -FAR

    # Pricing

    def price(self, customer: int, noise: Array) -> tuple[Array, Array, Array]:
        """Return added travel of each slot, of each row at its best slot, of each pattern."""
        around = self.distances[customer].take(self.stops)
        added = around[:, :-1] + around[:, 1:]
        added -= self.drives
        added += noise
        rows = np.minimum.reduce(added, axis=1)
        full = self.load > self.largest - self.demand[customer]
        full |= self.duration + rows > self.longest - self.service[customer]
        np.putmask(rows, full, FAR)
        days = np.minimum.reduce(rows.reshape(self.problem.days, -1), axis=1)
        return added, rows, self._flags[customer] @ days

    def insert(self, customer: int, row: int, slot: int) -> None:
        """Put a customer into a slot of a route."""
        route, near = self.routes[row], self.near
        before = route[slot - 1] if slot else 0
        after = route[slot] if slot < len(route) else 0
        to, on = near[before][customer], near[customer][after]
        added = to + on - near[before][after]
        route = [*route[:slot], customer, *route[slot:]]
        self.routes[row] = route
        size = len(route)
        if size >= self.width:
            self._make_rows(size * 5 // 4 + 4)
        else:
            stops, drives = self.stops[row], self.drives[row]
            stops[slot + 2 : size + 1] = stops[slot + 1 : size]
            stops[slot + 1] = customer
            drives[slot + 2 : size + 1] = drives[slot + 1 : size]
            drives[slot], drives[slot + 1] = to, on
        self._count(row, customer, added, 1)
        self.row_of[customer][self.day_of[row]] = row

    def remove(self, customer: int, row: int) -> None:
        """Take a customer out of a route."""
        route, near = self.routes[row], self.near
        slot = route.index(customer)
        before = route[slot - 1] if slot else 0
        after = route[slot + 1] if slot + 1 < len(route) else 0
        added = near[before][customer] + near[customer][after] - near[before][after]
        size = len(route)
        self.routes[row] = [*route[:slot], *route[slot + 1 :]]
        stops, drives = self.stops[row], self.drives[row]
        stops[slot + 1 : size + 1] = stops[slot + 2 : size + 2]
        drives[slot:size] = drives[slot + 1 : size + 1]
        drives[slot] = near[before][after]
        drives[size] = -FAR
        self._count(row, customer, -added, -1)
        self.row_of[customer][self.day_of[row]] = -1

    def _count(self, row: int, customer: int, added: float, sign: int) -> None:
        self.length += added
        self.duration[row] += added + sign * self.service[customer]
        self.load[row] += sign * self.demand[customer]

    # Going back

    def keep(self, row: int) -> Row:
        """Return what ``restore`` needs."""
        return Row(
            self.routes[row],
            self.stops[row].copy(),
            self.drives[row].copy(),
            float(self.load[row]),
            float(self.duration[row]),
        )

    def restore(self, row: int, kept: Row) -> None:
        """Bring a route back; who is on it is told elsewhere."""
        self.routes[row] = kept.route
        self.load[row], self.duration[row] = kept.load, kept.duration
        if len(kept.drives) == self.width:
            self.stops[row], self.drives[row] = kept.stops, kept.drives
        else:
            self._write(row, kept.route)

    def load_routes(self, routes: list[list[int]]) -> None:
        """Make these the routes, a list for each row, and choose patterns as they say."""
        before, self.routes = self.routes, [list(route) for route in routes]
        if max(map(len, routes)) >= self.width:
            self._make_rows(max(map(len, routes)) * 5 // 4 + 4)
        else:
            for row, route in enumerate(self.routes):
                if before[row] != route:
                    self._write(row, route)
        days_of: list[list[int]] = [[] for _customer in self.near]
        self.row_of = [[-1] * self.problem.days for _customer in self.near]
        for row, route in enumerate(self.routes):
            day = self.day_of[row]
            for stop in route:
                days_of[stop].append(day)
                self.row_of[stop][day] = row
        self.chosen = [None, *(tuple(sorted(days)) or None for days in days_of[1:])]
        self._count_all()

    def _count_all(self) -> None:
        """Count travel, loads and times of all routes anew."""
        travels = self.drives.sum(axis=1, where=self.drives > -FAR).tolist()
        service, demand = self.service, self.demand
        self.length = sum(travels)
        for row, route in enumerate(self.routes):
            self.duration[row] = travels[row] + sum([service[stop] for stop in route])
            self.load[row] = sum([demand[stop] for stop in route])

    def is_feasible(self) -> bool:
        """Tell whether each route keeps its limits."""
        return bool((self.load <= self.largest).all() and (self.duration <= self.longest).all())
