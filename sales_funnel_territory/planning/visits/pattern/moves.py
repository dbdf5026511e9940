"""Better patterns for customers one by one, the others staying where they are."""

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .penalties import Penalties
from .state import FAR, Array, PatternState

PASSES: Final = 8
LEAST: Final = 1e-6  # of travel: less is no gain

Routes = list[list[int]]


class PatternMoves:
    """Moves customers with several visits to patterns that cost less.

    All are priced at once; those that gain most move first, and whoever touches a route that has
    changed meanwhile waits for the next pass, which prices only what has changed.
    """

    def __init__(self, state: PatternState) -> None:
        self._state = state
        self._vehicles = state.problem.vehicles
        self._is_timed = bool(np.isfinite(state.longest).any())
        choosing = [
            one
            for one, patterns in enumerate(state.patterns)
            if len(patterns) > 1 and any(len(days) > 1 for days in patterns)
        ]
        self._customers = choosing
        self._number = [-1] * len(state.near)
        for at, one in enumerate(choosing):
            self._number[one] = at
        self._away = state.distances[choosing]
        self._demand = np.array([state.demand[one] for one in choosing])[:, None]
        self._service = np.array([state.service[one] for one in choosing])[:, None]
        self._make_flags()
        rows = len(state.routes)
        self._priced: Routes | None = None
        self._added = np.zeros((len(choosing), rows))  # travel at the best slot of a row
        self._saved = np.zeros((len(choosing), state.problem.days))  # travel, by leaving a day
        self._row = np.full(self._saved.shape, -1)

    def _make_flags(self) -> None:
        patterns = [self._state.patterns[one] for one in self._customers]
        most = max(map(len, patterns), default=1)
        self._flags = np.zeros((len(patterns), most, self._state.problem.days))
        self._none = np.zeros((len(patterns), most))
        for at, sets in enumerate(patterns):
            for pattern, days in enumerate(sets):
                self._flags[at, pattern, list(days)] = 1.0
            self._none[at, len(sets) :] = FAR

    def improve(self, routes: Routes, penalties: Penalties) -> Routes | None:
        """Return better routes, nothing if no customer gains by another pattern."""
        if not self._customers:
            return None
        state = self._state
        state.load_routes(routes)
        passes = 0
        while passes < PASSES and self._pass(penalties):
            passes += 1
        return [list(route) for route in state.routes] if passes else None

    # Prices

    def _price(self) -> None:
        """Price the rows that have changed since the last time."""
        routes, priced = self._state.routes, self._priced
        changed = [
            row for row, route in enumerate(routes) if priced is None or priced[row] != route
        ]
        self._priced = list(routes)
        if not changed:
            return
        around = self._away.take(self._state.stops[changed], axis=1)
        added = around[:, :, :-1] + around[:, :, 1:]
        added -= self._state.drives[changed]
        self._added[:, changed] = added.min(axis=2)
        is_old = np.isin(self._row, changed)
        self._row[is_old] = -1
        self._saved[is_old] = 0.0
        for row in changed:
            self._price_stops(row)

    def _price_stops(self, row: int) -> None:
        """Note who is on a row, and what travel leaving it would save."""
        near, number, day = self._state.near, self._number, self._state.day_of[row]
        stops = [0, *self._state.routes[row], 0]
        for slot in range(1, len(stops) - 1):
            at = number[stops[slot]]
            if at >= 0:
                before, one, after = stops[slot - 1 : slot + 2]
                self._saved[at, day] = near[before][one] + near[one][after] - near[before][after]
                self._row[at, day] = row

    def _costs(self, penalties: Penalties) -> Array:
        """Return what each customer costs on each row, penalties included."""
        state = self._state
        over = state.load - state.largest
        costs = np.maximum(over + self._demand, 0.0)
        costs -= np.maximum(over, 0.0)
        costs *= penalties.load
        costs += self._added
        if self._is_timed:
            late = state.duration - state.longest
            times = np.maximum(late + self._added + self._service, 0.0)
            times -= np.maximum(late, 0.0)
            costs += penalties.time * times
        return costs

    def _gains(self, penalties: Penalties) -> Array:
        """Return what leaving each day would gain."""
        state = self._state
        over = np.maximum(state.load - state.largest, 0.0)[self._row]
        gains = self._saved + penalties.load * np.minimum(over, self._demand)
        if self._is_timed:
            late = np.maximum(state.duration - state.longest, 0.0)[self._row]
            gains += penalties.time * np.minimum(late, self._saved + self._service)
        return gains

    # Moves

    def _pass(self, penalties: Penalties) -> bool:
        self._price()
        rows = self._costs(penalties).reshape(len(self._customers), -1, self._vehicles)
        is_on = self._row >= 0
        gains = np.where(is_on, self._gains(penalties), 0.0)
        days = np.where(is_on, gains, rows.min(axis=2))
        costs = np.matmul(self._flags, days[:, :, None])[:, :, 0]
        costs += self._none
        won = gains.sum(axis=1) - costs.min(axis=1)
        found = np.flatnonzero(won > LEAST)
        touched: set[int] = set()
        for at in found[np.argsort(-won[found], kind="stable")].tolist():
            self._move(at, int(costs[at].argmin()), rows[at], touched)
        return bool(touched)

    def _move(self, at: int, pattern: int, rows: NDArray[np.float64], touched: set[int]) -> None:
        """Bring a customer to other days, unless a route of them has changed."""
        state, customer = self._state, self._customers[at]
        days, now = state.patterns[customer][pattern], state.chosen[customer] or ()
        left = [state.row_of[customer][day] for day in now if day not in days]
        joined = [day * self._vehicles + int(rows[day].argmin()) for day in days if day not in now]
        if not touched.isdisjoint([*left, *joined]):
            return
        touched.update(left, joined)
        for row in left:
            state.remove(customer, row)
        for row in joined:
            state.insert(customer, row, self._slot(customer, row))
        state.chosen[customer] = days

    def _slot(self, customer: int, row: int) -> int:
        """Return where a customer adds the least travel to a row."""
        near, away = self._state.near, self._state.near[customer]
        stops = [0, *self._state.routes[row], 0]
        added = [away[one] + away[two] - near[one][two] for one, two in itertools.pairwise(stops)]
        return added.index(min(added))
