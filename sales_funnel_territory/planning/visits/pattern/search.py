"""Ruin and recreate over patterns: customers leave all their days, and come back where it is best.

Adjacent strings of routes are taken out on one day (Christiaens and Vanden Berghe 2020, "Slack
induction by string removals"), or neighbours on all days; each comes back on the pattern whose
days together cost least. Worse plans are accepted as in simulated annealing.
"""

import math
import random
from collections.abc import Callable
from typing import Final

import numpy as np

from .problem import PatternProblem
from .state import FAR, PatternState, Row

STRING: Final = 10  # longest string taken out
REMOVED: Final = 10  # customers taken out on average
HOT: Final = 1.5  # of the mean drive: what is lost at first with a chance of 1 / e
COLD: Final = 0.03
BLINK: Final = 0.01  # share of slots that are overlooked
CHECK_EVERY: Final = 16

Routes = list[list[int]]


class PatternSearch:
    """A search that can be interrupted and taken up again."""

    def __init__(self, problem: PatternProblem, seed: int) -> None:
        self.problem = problem
        self.state = PatternState(problem)
        self.random = random.Random(seed)
        self.iterations = 0
        self.absent: set[int] = set(range(1, len(self.state.near)))
        order = np.argsort(self.state.distances[1:, 1:], axis=1, kind="stable") + 1
        self._near = [[], *order.tolist()]
        self._penalty = 4 * float(self.state.distances.max()) + 1.0
        generator = np.random.default_rng(seed)
        self._noise = np.where(generator.random(1 << 17) < BLINK, FAR, 0.0)
        self._rows: dict[int, Row] = {}
        self._moved: dict[int, tuple[tuple[int, ...] | None, list[int]]] = {}
        self.recreate(sorted(self.absent))
        self._forget()
        self._remember()

    # One step

    def _note(self, customer: int) -> None:
        if customer not in self._moved:
            state = self.state
            self._moved[customer] = state.chosen[customer], list(state.row_of[customer])

    def _touch(self, row: int) -> None:
        if row not in self._rows:
            self._rows[row] = self.state.keep(row)

    def ruin(self, customers: list[int]) -> None:
        """Take customers out on all their days."""
        state = self.state
        for customer in customers:
            self._note(customer)
            for day in state.chosen[customer] or ():
                row = state.row_of[customer][day]
                self._touch(row)
                state.remove(customer, row)
            state.chosen[customer] = None
            self.absent.add(customer)

    def recreate(self, customers: list[int]) -> None:
        """Put customers back, each on the pattern that adds the least travel."""
        for customer in self._order(customers):
            self._put(customer)

    def _put(self, customer: int) -> bool:
        state = self.state
        shape = state.drives.shape
        if len(self._noise) <= state.drives.size:
            self._noise = np.tile(self._noise, 2 + state.drives.size // len(self._noise))
        at = int(self.random.random() * (len(self._noise) - state.drives.size))
        noise = self._noise[at : at + state.drives.size].reshape(shape)
        added, rows, patterns = state.price(customer, noise)
        best = int(patterns.argmin())
        if patterns[best] >= FAR / 2:
            return False
        self._note(customer)
        vehicles = self.problem.vehicles
        for day in state.patterns[customer][best]:
            row = day * vehicles + int(rows[day * vehicles : (day + 1) * vehicles].argmin())
            self._touch(row)
            state.insert(customer, row, int(added[row].argmin()))
        state.chosen[customer] = state.patterns[customer][best]
        self.absent.discard(customer)
        return True

    def _order(self, customers: list[int]) -> list[int]:
        state, draw = self.state, self.random.random()
        self.random.shuffle(customers)
        if draw < 0.35:
            customers.sort(key=lambda one: -state.demand[one])
        elif draw < 0.5:
            customers.sort(key=lambda one: -state.near[0][one])
        elif draw < 0.6:
            customers.sort(key=lambda one: state.near[0][one])
        elif draw < 0.85:
            customers.sort(key=lambda one: -len(state.patterns[one][0]) * state.demand[one])
        return customers

    def _choose(self) -> list[int]:
        seed = 1 + int(self.random.random() * (len(self.state.near) - 1))
        draw = self.random.random()
        if draw < 0.6 and self.state.chosen[seed]:
            return self._strings(seed)
        count = 1 + int(self.random.random() * (2 * REMOVED - 1))
        if draw < 0.9:
            pool = self._near[seed][: count + count // 2 + 1]
            return self.random.sample(pool, min(count, len(pool)))
        return self.random.sample(range(1, len(self.state.near)), min(count, len(self._near) - 1))

    def _strings(self, seed: int) -> list[int]:
        """Return strings of neighbouring routes of one day of the seed's."""
        state, draw = self.state, self.random.random
        chosen = state.chosen[seed]
        assert chosen
        day = chosen[int(draw() * len(chosen))]
        lengths = [len(route) for route in self._routes_of(day) if route]
        longest = min(STRING, sum(lengths) / len(lengths))
        strings = int(draw() * (4 * REMOVED / (1 + longest) - 1) + 1)
        taken: list[int] = []
        seen: set[int] = set()
        for near in self._near[seed]:
            row = state.row_of[near][day]
            if row < 0 or row in seen:
                continue
            seen.add(row)
            taken += self._string(state.routes[row], near, longest)
            if len(seen) >= strings:
                break
        return taken

    def _routes_of(self, day: int) -> Routes:
        vehicles = self.problem.vehicles
        return self.state.routes[day * vehicles : (day + 1) * vehicles]

    def _string(self, route: list[int], near: int, longest: float) -> list[int]:
        """Return a string of a route around a stop, now and then with a part that stays."""
        draw = self.random.random
        length = 1 + int(draw() * min(longest, len(route)))
        length = min(length, len(route))
        stays = 0
        if draw() < 0.5:
            while length + stays < len(route) and draw() < 0.5:
                stays += 1
        at = route.index(near)
        first = max(0, at - length - stays + 1)
        begin = first + int(draw() * (min(at, len(route) - length - stays) - first + 1))
        string = route[begin : begin + length + stays]
        if stays:
            skip = int(draw() * (length + 1))
            string = string[:skip] + string[skip + stays :]
        return string

    # The search

    def cost(self) -> float:
        """Return the travel, and a penalty for each customer without a route."""
        if not self.absent:
            return self.state.length
        missing = sum(len(self.state.patterns[one][0]) for one in self.absent)
        return self.state.length + self._penalty * (missing + len(self.absent))

    def run(self, progress: Callable[[int], float], hot: float = HOT) -> None:
        """Search from the present plan until the progress is 1; then the best plan is there.

        :param progress: from 0 to 1, asked now and then with the iterations of this run
        """
        self.wander(progress, hot, COLD)
        self.take(self.best_routes)

    def wander(self, progress: Callable[[int], float], hot: float, cold: float) -> None:
        """Search likewise, and stay with the plan it ends at."""
        visits = sum(map(len, self.state.routes)) or 1
        drive = self.state.length / visits
        hot, cold = max(hot, cold) * drive, cold * drive
        cost, ran, temperature = self.cost(), 0, hot
        while True:
            if ran % CHECK_EVERY == 0:
                share = progress(ran)
                if share >= 1:
                    break
                temperature = hot * (cold / hot) ** share
            ran += 1
            length = self.state.length
            self.ruin(self._choose())
            self.recreate(sorted(self.absent))
            found = self.cost()
            if found < cost - temperature * math.log(1 - self.random.random()):
                cost = found
                self._forget()
                if cost < self.best_cost - 1e-9:
                    self._remember()
            else:
                self._undo(length)
        self.iterations += ran

    def _undo(self, length: float) -> None:
        state = self.state
        for row, kept in self._rows.items():
            state.restore(row, kept)
        state.length = length
        for customer, (chosen, rows) in self._moved.items():
            state.chosen[customer], state.row_of[customer] = chosen, rows
            if chosen is None:
                self.absent.add(customer)
            else:
                self.absent.discard(customer)
        self._forget()

    def _forget(self) -> None:
        self._rows.clear()
        self._moved.clear()

    def _remember(self) -> None:
        self.best_cost = self.cost()
        self.best_routes = list(self.state.routes)

    def take(self, routes: Routes) -> bool:
        """Make these the present routes, unless they break limits; the best, too, if better."""
        state = self.state
        state.load_routes(routes)
        if not state.is_feasible():
            self.take(self.best_routes)
            return False
        self.absent = {one for one in range(1, len(state.near)) if state.chosen[one] is None}
        self._forget()
        if self.cost() < self.best_cost - 1e-9:
            self._remember()
        return True
