"""Ruin and recreate: take visits out, put each back where it costs least, keep what is better.

Worse plans are accepted now and then (simulated annealing, Schrimpf et al. 2000), at first
nearly as easily as better ones.
"""

import math
import random
from collections.abc import Callable
from typing import Final

import numpy as np

from ..limits import Limits
from ..problem import Stop
from .data import NEVER, Data
from .days import Kept
from .ruin import Ruin
from .state import State

HOT: Final = 4_000.0  # seconds of travel that are lost at first with a chance of 1 / e
WARM: Final = 300.0  # the same where a plan is improved that somebody has made
COLD: Final = 10.0  # and in the end
NOISE: Final = 120.0  # seconds by which a day's price is blurred
TRIED: Final = 8  # visits without a day that are tried again at once
CHECK_EVERY: Final = 8  # iterations between two looks at the clock


class Search:
    """One search, from a plan to the best one found."""

    def __init__(self, data: Data, limits: Limits, seed: int) -> None:
        self.data, self.limits = data, limits
        self.random = random.Random(seed)
        self.state = State(data)
        self.locked: set[int] = set(data.kept)
        self.iterations = 0
        self._noise = np.random.default_rng(seed).random(1 << 15) ** 4 * NOISE
        self._day_before: dict[int, Kept] = {}
        self._moved: dict[int, int] = {}
        self.tell: Callable[[State], None] = lambda _state: None

    # Taking out and putting back

    def _touch(self, day: int) -> None:
        if day not in self._day_before:
            self._day_before[day] = self.state.keep(day)

    def put(self, number: int, *, blurred: bool = True) -> bool:
        """Put a visit where it costs least, unless leaving it out costs less."""
        state, hull = self.state, self.data.hulls[number]
        if hull is None or not state.has_time(number, hull):
            return False
        added, costs, saved = state.price(number, hull)
        limit = self.data.drop_cost[number] + saved
        judged = costs
        if blurred:
            at = int(self.random.random() * (len(self._noise) - len(costs)))
            judged = costs + self._noise[at : at + len(costs)]
        while True:
            best = int(judged.argmin())
            cost = float(costs[best])
            if cost >= limit:
                return False
            day = hull.begin + best
            self._touch(day)
            if state.insert(number, day, int(added[best].argmin())):
                break
            judged[best] = costs[best] = NEVER
        state.cost += cost - limit
        self._moved.setdefault(number, -1)
        return True

    def _take_out(self, chosen: set[int]) -> list[int]:
        """Take visits out of their days; returns those that are out."""
        state = self.state
        by_day: dict[int, set[int]] = {}
        for number in chosen:
            by_day.setdefault(state.day_of[number], set()).add(number)
        out = []
        for day, numbers in sorted(by_day.items()):
            self._touch(day)
            if state.take_out(day, numbers):
                for number in sorted(numbers):
                    self._moved.setdefault(number, day)
                    out.append(number)
        return out

    def _order(self, numbers: list[int]) -> list[int]:
        """Return visits in the order in which they are put back."""
        self.random.shuffle(numbers)
        draw, data = self.random.random(), self.data
        if draw < 0.3:
            numbers.sort(key=lambda number: -data.drop_cost[number])
        elif draw < 0.5:
            numbers.sort(key=lambda number: len(data.starts[number]))
        elif draw < 0.6:
            numbers.sort(key=lambda number: -data.service[number])
        return numbers

    # The search

    def construct(self) -> None:
        """Put in all visits that are out, those with little choice first."""
        out = [number for number in self.missing() if number not in self.locked]
        self.random.shuffle(out)
        out.sort(key=lambda number: len(self.data.starts[number]))
        for number in out:
            self.put(number, blurred=False)
            if self.limits.is_cancelled():
                break

    def missing(self) -> list[int]:
        """Return the visits that are out but could be in."""
        day_of, hulls = self.state.day_of, self.data.hulls
        return [number for number, day in enumerate(day_of) if day < 0 and hulls[number]]

    def run(self, since: float, hot: float) -> Stop:
        """Search until a limit is reached; the state is the best plan then."""
        self.since = since
        self.construct()
        self._forget()
        self._ruin = Ruin(self.state, self.random, self.locked)
        self._absent = set(self.missing()) - self.locked
        self._remember()
        stop = self._anneal(hot) if self._ruin.free else self._nothing_to_move()
        self.state = self._best()
        return stop

    def _nothing_to_move(self) -> Stop:
        """There is nothing to search for; or it was cancelled before a visit had its place."""
        return "cancelled" if self.limits.is_cancelled() else "done"

    def _anneal(self, hot: float) -> Stop:
        limits, state = self.limits, self.state
        temperature, reported = hot, limits.clock()
        while True:
            if self.iterations % CHECK_EVERY == 0:
                now = limits.clock()
                stop = limits.reached(self.iterations, self.since)
                if stop is not None:
                    return stop
                temperature = hot * (COLD / hot) ** self._progress(now)
                if limits.report is not None and now - reported >= limits.report_seconds:
                    self.tell(self._best())
                    reported = now
            self.iterations += 1
            before = state.cost
            self._step()
            if state.cost < before - temperature * math.log(1 - self.random.random()):
                self._accept()
            else:
                self._undo(before)

    def _progress(self, now: float) -> float:
        limits = self.limits
        if limits.iterations is not None:
            return min(1.0, self.iterations / max(1, limits.iterations))
        assert limits.seconds is not None
        return min(1.0, (now - self.since) / max(limits.seconds, 1e-9))

    def _step(self) -> None:
        out = self._take_out(self._ruin.choose())
        absent = sorted(self._absent)
        if len(absent) > TRIED:
            absent = self.random.sample(absent, TRIED)
        for number in self._order(out + absent):
            self.put(number)

    def _accept(self) -> None:
        day_of = self.state.day_of
        for number in self._moved:
            if day_of[number] < 0:
                self._absent.add(number)
            else:
                self._absent.discard(number)
        self._forget()
        if self.state.cost < self.best_cost - 1e-6:
            self._remember()

    def _undo(self, cost: float) -> None:
        state = self.state
        for day, kept in self._day_before.items():
            state.restore(day, kept)
        for number, day in self._moved.items():
            state.move(number, day)
        state.cost = cost
        self._forget()

    def _forget(self) -> None:
        self._day_before.clear()
        self._moved.clear()

    # The best plan

    def _remember(self) -> None:
        self.best_cost = self.state.cost
        self.best_routes = list(self.state.routes)

    def _best(self) -> State:
        """Return the best plan as a state of its own."""
        best = State(self.data)
        for day, route in enumerate(self.best_routes):
            if self.data.is_open[day]:
                assert best.set_route(day, route)
                for number in route:
                    best.move(number, day)
        best.cost = best.total()
        return best
