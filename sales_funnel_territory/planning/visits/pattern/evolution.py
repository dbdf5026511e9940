"""A search with many plans: two make a third, which is improved, and the better ones stay.

Vidal et al. (2012), with PyVRP's local search for the routes. When a population finds nothing
better any more, another one begins; each third one begins with the best plans of those before it.
"""

import random
from collections.abc import Callable
from typing import Final

from .crossover import Crossover
from .line import SCALE
from .moves import PatternMoves
from .penalties import Penalties, Pricing
from .population import Individual, Population, Routes, individual
from .problem import PatternProblem
from .state import PatternState
from .timeline import Timeline

FRESH: Final = 30  # plans that a population begins with
BESIDE: Final = 11  # and beside a plan that is to become better
PATIENCE: Final = 700  # plans without a better one, after which another population begins
CHECKED: Final = 40  # plans after which prices are adapted
RANKED: Final = 10  # and places
ROUNDS: Final = 2  # routes and patterns are improved in turns, so often
REPAIRED: Final = 0.5  # share of plans that break limits and are improved at a high price
DEAR: Final = 10.0  # times the price
MERGED: Final = 3  # populations, of which the last has the best of the others
HANDED: Final = 5  # of each


class Evolution:
    """A search that can be interrupted and taken up again."""

    def __init__(self, problem: PatternProblem, seed: int) -> None:
        self._random = random.Random(seed)
        self._state = PatternState(problem)
        self._timeline = Timeline(self._state, seed)
        pricing = Pricing(self._state)
        self._moves = PatternMoves(self._state)
        self._crossover = Crossover(self._state, pricing, self._random)
        self._penalties = Penalties.of(self._state)
        self._population = Population(self._random)
        self._handed: list[Routes] = []
        self._fits: list[tuple[bool, bool]] = []
        self._waited = 0
        self._shortest = float("inf")  # of the population
        self.best: Individual | None = None
        self.iterations = 0

    def run(self, is_over: Callable[[], bool]) -> None:
        """Search until it is over.

        No good plan is given to begin with: a population had to catch up with it before its
        patience ends.
        """
        turn = 0
        while not is_over():
            turn += 1
            is_merged = turn % MERGED == 0
            given = self._handed if is_merged else []
            self._begin(is_over, given, max(FRESH - len(given), FRESH // 3))
            self._evolve(is_over)
            handed = [one.routes for one in self._population.best(HANDED)]
            self._handed = handed if is_merged else [*self._handed, *handed]

    def improve(self, routes: Routes, is_over: Callable[[], bool]) -> None:
        """Search one population that begins with a plan, until it is over or finds no better."""
        self._begin(is_over, [routes], BESIDE)
        self._evolve(is_over)

    def _begin(self, is_over: Callable[[], bool], given: list[Routes], fresh: int) -> None:
        self._population = Population(self._random)
        self._shortest, self._waited = float("inf"), 0
        for routes in given:
            self._add(self._improved(routes, self._penalties))
        for _plan in range(fresh):
            if is_over():
                return
            self._add(self._improved(self._crossover.fresh(self._penalties), self._penalties))
        self._population.rank(self._penalties)

    def _evolve(self, is_over: Callable[[], bool]) -> None:
        while self._waited < PATIENCE and not is_over():
            one, two = self._population.parents()
            routes = self._crossover.cross(one.routes, two.routes, self._penalties)
            child = self._improved(routes, self._penalties)
            self._add(child)
            if not child.is_feasible and self._random.random() < REPAIRED:
                dear = Penalties(self._penalties.load * DEAR, self._penalties.time * DEAR)
                self._add(self._routed(child.routes, dear))

    def _improved(self, routes: Routes, penalties: Penalties) -> Individual:
        """Improve routes and patterns in turns."""
        found = self._routed(routes, penalties)
        for _round in range(ROUNDS):
            better = self._moves.improve(found.routes, penalties)
            if better is None:
                break
            found = self._routed(better, penalties)
        self._note(found)
        return found

    def _routed(self, routes: Routes, penalties: Penalties) -> Individual:
        solution, found = self._timeline.improve(routes, penalties)
        return individual(
            self._state,
            found,
            solution.distance() / SCALE,
            sum(solution.excess_load()) / SCALE,
            solution.time_warp() / SCALE,
        )

    def _note(self, one: Individual) -> None:
        """Adapt the prices now and then."""
        self.iterations += 1
        self._fits.append((one.load <= 0, one.time <= 0))
        if len(self._fits) >= CHECKED:
            loads, times = zip(*self._fits, strict=True)
            self._penalties.adapt(sum(loads) / len(loads), sum(times) / len(times))
            self._fits.clear()
        if self.iterations % RANKED == 0:
            self._population.rank(self._penalties)

    def _add(self, one: Individual) -> None:
        self._waited += 1
        if not self._keeps_patterns(one):
            return
        self._population.add(one, self._penalties)
        if one.is_feasible and one.length < self._shortest - 1e-6:
            self._shortest, self._waited = one.length, 0
        if one.is_feasible and (self.best is None or one.length < self.best.length - 1e-6):
            self.best = one

    def _keeps_patterns(self, one: Individual) -> bool:
        """Tell whether nobody has come to a wrong day: with prices too low that may be."""
        chosen = [tuple(days.nonzero()[0].tolist()) for days in one.days]
        patterns = self._state.patterns
        return all(days in patterns[at] for at, days in enumerate(chosen) if at)
