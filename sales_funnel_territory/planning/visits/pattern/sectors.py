"""A part of a large problem: on each day the few routes around a customer.

Who is on these routes alone may take any of his patterns; who is elsewhere, too, keeps his days.
"""

from dataclasses import replace

import numpy as np

from .problem import PatternProblem
from .state import PatternState

Routes = list[list[int]]


class Sector:
    """The part around a customer, as a problem of its own."""

    def __init__(self, state: PatternState, center: int, vehicles: int) -> None:
        self._state = state
        whole = state.problem
        self._rows = [
            row for day in range(whole.days) for row in _nearest(state, day, center, vehicles)
        ]
        rows = set(self._rows)
        days: dict[int, list[int]] = {}
        for row in self._rows:
            for stop in state.routes[row]:
                days.setdefault(stop, []).append(state.day_of[row])
        self.customers = sorted(days)
        people = []
        for one in self.customers:
            is_inside = rows.issuperset(row for row in state.row_of[one] if row >= 0)
            patterns = state.patterns[one] if is_inside else (tuple(sorted(days[one])),)
            people.append(replace(whole.customers[one - 1], patterns=patterns))
        self.problem: PatternProblem = replace(whole, vehicles=vehicles, customers=tuple(people))

    def routes(self) -> Routes:
        """Return the routes of the part, counted by its own customers."""
        number = {one: at for at, one in enumerate(self.customers, 1)}
        return [[number[stop] for stop in self._state.routes[row]] for row in self._rows]

    def whole(self, routes: Routes) -> Routes:
        """Return the routes of all with other ones in this part."""
        found = [list(route) for route in self._state.routes]
        for row, route in zip(self._rows, routes, strict=True):
            found[row] = [self.customers[stop - 1] for stop in route]
        return found


def _nearest(state: PatternState, day: int, center: int, count: int) -> list[int]:
    """Return the rows of a day whose stops are nearest to a customer."""
    vehicles = state.problem.vehicles
    rows = range(day * vehicles, (day + 1) * vehicles)
    near = state.distances[center]

    def away(row: int) -> float:
        route = state.routes[row]
        return float(np.mean(near[route])) if route else float(near.max())

    return sorted(sorted(rows, key=away)[:count])
