"""Better patterns for customers one by one, the others staying where they are."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .penalties import Penalties, Prices, Pricing
from .state import FAR, Array, PatternState

PASSES: Final = 8
LEAST: Final = 1e-6  # of travel: less is no gain

Routes = list[list[int]]


class PatternMoves:
    """Moves customers with several visits to patterns that cost less.

    All are priced at once; those that gain most move first, and whoever touches a route that has
    changed meanwhile waits for the next pass.
    """

    def __init__(self, state: PatternState, pricing: Pricing) -> None:
        self._state = state
        self._pricing = pricing
        self._vehicles = state.problem.vehicles
        choosing = [
            one
            for one, patterns in enumerate(state.patterns)
            if len(patterns) > 1 and any(len(days) > 1 for days in patterns)
        ]
        self._customers = np.array(choosing, dtype=np.intp)
        most = max((len(state.patterns[one]) for one in choosing), default=1)
        self._flags = np.zeros((len(choosing), most, state.problem.days))
        self._none = np.zeros((len(choosing), most))
        for at, one in enumerate(choosing):
            for pattern, days in enumerate(state.patterns[one]):
                self._flags[at, pattern, list(days)] = 1.0
            self._none[at, len(state.patterns[one]) :] = FAR

    def improve(self, routes: Routes, penalties: Penalties) -> Routes | None:
        """Return better routes, nothing if no customer gains by another pattern."""
        if not len(self._customers):
            return None
        self._state.load_routes(routes)
        passes = 0
        while passes < PASSES and self._pass(penalties):
            passes += 1
        return [list(route) for route in self._state.routes] if passes else None

    def _pass(self, penalties: Penalties) -> bool:
        state = self._state
        prices = self._pricing.prices(self._customers, penalties)
        days = prices.rows.reshape(len(self._customers), -1, self._vehicles).min(axis=2)
        gains, is_on = self._gains(penalties)
        costs = np.matmul(self._flags, np.where(is_on, gains, days)[:, :, None])[:, :, 0]
        costs += self._none
        won = gains.sum(axis=1) - costs.min(axis=1)
        best = costs.argmin(axis=1).tolist()
        found = np.flatnonzero(won > LEAST)
        touched: set[int] = set()
        for at in found[np.argsort(-won[found], kind="stable")].tolist():
            days_of = state.patterns[int(self._customers[at])][best[at]]
            self._move(at, days_of, prices, touched)
        return bool(touched)

    def _gains(self, penalties: Penalties) -> tuple[Array, NDArray[np.bool_]]:
        """Return what leaving each day would gain, and who is there on which day."""
        state = self._state
        gains = np.zeros((len(self._customers), state.problem.days))
        is_on = np.zeros(gains.shape, dtype=bool)
        for at, one in enumerate(self._customers.tolist()):
            for day in state.chosen[one] or ():
                gains[at, day] = self._pricing.gain(one, state.row_of[one][day], penalties)
                is_on[at, day] = True
        return gains, is_on

    def _move(self, at: int, days: tuple[int, ...], prices: Prices, touched: set[int]) -> None:
        """Bring a customer to other days, unless a route of them has changed."""
        state, customer, vehicles = self._state, int(self._customers[at]), self._vehicles
        now = state.chosen[customer] or ()
        left = [state.row_of[customer][day] for day in now if day not in days]
        firsts = [day * vehicles for day in days if day not in now]
        joined = [
            at_row + int(prices.rows[at, at_row : at_row + vehicles].argmin()) for at_row in firsts
        ]
        if not touched.isdisjoint([*left, *joined]):
            return
        touched.update(left, joined)
        for row in left:
            state.remove(customer, row)
        for row in joined:
            state.insert(customer, row, int(prices.added[at, row].argmin()))
        state.chosen[customer] = days
