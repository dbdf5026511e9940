"""Which visits to take out together, so that putting them back may find something better.

Neighbours on the map and in the calendar, the whole of a day, all visits to a customer and his
neighbours, or any: after Schrimpf et al. (2000) and Christiaens and Vanden Berghe (2020).
"""

import random
from collections.abc import Iterator
from typing import Final

import numpy as np

from .state import State

MOST: Final = 30  # visits taken out at once
NEAR: Final = 60  # places that count as neighbours
KINDS: Final = ("place", "place", "place", "day", "day", "customer", "customer", "random")


class Ruin:
    """Chooses what to take out; what is fixed, or lies on a frozen day, stays."""

    def __init__(self, state: State, rng: random.Random, locked: set[int]) -> None:
        self._state, self._random = state, rng
        data = state.data
        self.free = [
            number for number, hull in enumerate(data.hulls) if hull and number not in locked
        ]
        self._locked = locked
        self._at_place: dict[int, list[int]] = {}
        for number in self.free:
            self._at_place.setdefault(data.place[number], []).append(number)
        self._near = self._neighbours()

    def _neighbours(self) -> dict[int, list[int]]:
        """Return the nearest places of each place that has visits, itself the first."""
        used = np.array(sorted(self._at_place), dtype=np.intp)
        if not len(used):
            return {}
        seconds = self._state.data.travel_from[np.ix_(used, used)]
        order = np.argsort(seconds, axis=1, kind="stable")[:, :NEAR]
        near = {int(place): used[row].tolist() for place, row in zip(used, order, strict=True)}
        for place, others in near.items():
            near[place] = [place, *[other for other in others if other != place]]
        return near

    def choose(self) -> set[int]:
        """Return planned visits to take out, none if nothing is planned."""
        seed = self._planned_one()
        if seed is None:
            return set()
        draw = self._random.random()
        count = 1 + int(draw * draw * MOST)
        kind = KINDS[int(self._random.random() * len(KINDS))]
        how = {
            "place": self._by_place,
            "day": self._by_day,
            "customer": self._by_customer,
            "random": self._by_chance,
        }[kind]
        chosen: set[int] = set()
        for number in how(seed):
            chosen.add(number)
            if len(chosen) >= count:
                break
        return chosen

    def _planned_one(self) -> int | None:
        day_of = self._state.day_of
        for _attempt in range(50):
            if not self.free:
                return None
            number = self.free[int(self._random.random() * len(self.free))]
            if day_of[number] >= 0:
                return number
        return None

    def _by_place(self, seed: int) -> Iterator[int]:
        """Visits at the nearest places, of each the one that is nearest in the calendar."""
        data, day_of = self._state.data, self._state.day_of
        today = day_of[seed]
        yield seed
        for place in self._near[data.place[seed]]:
            nearest, least = -1, 1 << 30
            for number in self._at_place[place]:
                day = day_of[number]
                if day >= 0 and number != seed and abs(day - today) < least:
                    nearest, least = number, abs(day - today)
            if nearest >= 0 and self._random.random() < 0.85:
                yield nearest

    def _by_day(self, seed: int) -> Iterator[int]:
        """Visits that follow each other, of the seed's day and of the days of its neighbours."""
        state = self._state
        seen = set()
        for neighbour in self._by_place(seed):
            day = state.day_of[neighbour]
            if day in seen:
                continue
            seen.add(day)
            route = state.routes[day]
            at = route.index(neighbour)
            length = 1 + int(self._random.random() * len(route))
            begin = max(0, at - int(self._random.random() * length))
            for number in route[begin : begin + length]:
                if number not in self._locked:
                    yield number

    def _by_customer(self, seed: int) -> Iterator[int]:
        """All visits to a customer and to the customers around."""
        data, day_of = self._state.data, self._state.day_of
        for place in self._near[data.place[seed]]:
            for number in self._at_place[place]:
                if day_of[number] >= 0:
                    yield number

    def _by_chance(self, seed: int) -> Iterator[int]:
        yield seed
        for _attempt in range(MOST):
            number = self._planned_one()
            if number is not None:
                yield number
