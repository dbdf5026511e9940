"""A plan out of two: days of the one, days of the other, and days that are made of both.

T. Vidal, T. G. Crainic, M. Gendreau, N. Lahrichi, W. Rei, "A hybrid genetic algorithm for
multidepot and periodic vehicle routing problems" (2012). Whole routes are inherited; visits that a
customer's patterns do not allow any more are left out, those he lacks come where they cost least.
"""

import math
import random

import numpy as np

from .penalties import Penalties, Pricing
from .state import PatternState

Routes = list[list[int]]


class Crossover:
    """Makes plans out of others, or out of nothing."""

    def __init__(self, state: PatternState, pricing: Pricing, source: random.Random) -> None:
        self._state = state
        self._pricing = pricing
        self._random = source
        self._vehicles = state.problem.vehicles
        self._masks = [
            [sum(1 << day for day in days) for days in patterns] for patterns in state.patterns
        ]
        people = (state.problem.depot, *state.problem.customers)
        self._places = [(one.x - people[0].x, one.y - people[0].y) for one in people]
        self._has = [0] * len(people)

    def fresh(self, penalties: Penalties) -> Routes:
        """Return a plan in which customers come in any order, each where he costs least."""
        self._has = [0] * len(self._places)
        return self._completed([[] for _row in self._state.day_of], penalties)

    def cross(self, one: Routes, two: Routes, penalties: Penalties) -> Routes:
        """Return a plan of both."""
        days, draw = list(range(self._state.problem.days)), self._random.randint
        self._random.shuffle(days)
        first, last = sorted((draw(0, len(days)), draw(0, len(days))))
        mixed, rest = days[last:], days[first:]
        child: Routes = [[] for _row in one]
        self._has = [0] * len(self._places)
        for day in days[:first]:
            self._inherit(child, day, one[self._rows(day)])
        for day in mixed:
            self._inherit(child, day, self._sector(one[self._rows(day)]))
        self._random.shuffle(rest)
        for day in rest:
            routes = two[self._rows(day)]
            if day in mixed:
                left = {id(route): self._left(route, day) for route in routes}
                routes = sorted(routes, key=lambda route: -left[id(route)])
            self._inherit(child, day, routes)
        return self._completed(child, penalties)

    def _rows(self, day: int) -> slice:
        return slice(day * self._vehicles, (day + 1) * self._vehicles)

    def _inherit(self, child: Routes, day: int, routes: Routes) -> None:
        """Put routes on rows of a day that are free, as far as there are any."""
        rows = range(day * self._vehicles, (day + 1) * self._vehicles)
        free = [row for row in rows if not child[row]]
        for row, route in zip(free, routes, strict=False):
            kept = [stop for stop in route if self._is_open(stop, 1 << day)]
            for stop in kept:
                self._has[stop] |= 1 << day
            child[row] = kept

    def _is_open(self, customer: int, bit: int) -> bool:
        has = self._has[customer]
        if has & bit or has in self._masks[customer]:
            return False
        return any((has | bit) & ~mask == 0 for mask in self._masks[customer])

    def _left(self, route: list[int], day: int) -> int:
        return sum(self._is_open(stop, 1 << day) for stop in route)

    def _sector(self, routes: Routes) -> Routes:
        """Return some routes that lie beside each other around the depot."""
        around = sorted((route for route in routes if route), key=self._angle)
        count = self._random.randint(0, len(around))
        begin = self._random.randrange(len(around)) if around else 0
        return (around[begin:] + around[:begin])[:count]

    def _angle(self, route: list[int]) -> float:
        x = sum(self._places[stop][0] for stop in route)
        return math.atan2(sum(self._places[stop][1] for stop in route), x)

    def _completed(self, child: Routes, penalties: Penalties) -> Routes:
        state = self._state
        state.load_routes(child)
        lacking = [
            one for one in range(1, len(self._has)) if self._has[one] not in self._masks[one]
        ]
        self._random.shuffle(lacking)
        for customer in lacking:
            self._complete(customer, penalties)
        return [list(route) for route in state.routes]

    def _complete(self, customer: int, penalties: Penalties) -> None:
        """Put a customer on the days he lacks of the pattern that then costs least."""
        state, has, vehicles = self._state, self._has[customer], self._vehicles
        prices = self._pricing.prices(np.array([customer]), penalties)
        rows = prices.rows[0].reshape(-1, vehicles)
        days = rows.min(axis=1).tolist()
        lacks = [
            [day for day in pattern if not has >> day & 1]
            for pattern, mask in zip(state.patterns[customer], self._masks[customer], strict=True)
            if has & ~mask == 0
        ]
        for day in min(lacks, key=lambda found: sum(days[day] for day in found)):
            row = day * vehicles + int(rows[day].argmin())
            state.insert(customer, row, int(prices.added[0, row].argmin()))
