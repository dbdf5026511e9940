"""Plans that are good and unlike each other.

Those that keep all limits and those that do not are two groups. Each keeps the plans that are best
by cost and by distance to their nearest together (Vidal et al. 2012).
"""

import random
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .penalties import Penalties
from .state import Array, PatternState

KEPT: Final = 15  # plans of a group after the others have been sent away
GROWS: Final = 25  # plans more until that is done
ELITE: Final = 4  # the best by cost stay in any case
NEAREST: Final = 4

Routes = list[list[int]]


@dataclass(slots=True, eq=False)
class Individual:
    """A plan.

    :param load: carried too much, ``time`` driven too long
    :param after: whom a customer is followed by on each day, 0: the depot, -1: not visited;
        ``before`` likewise
    :param rank: place among its group, from 0, the best, to 2
    """

    routes: Routes
    length: float
    load: float
    time: float
    after: NDArray[np.int32]
    before: NDArray[np.int32]
    days: NDArray[np.bool_]
    rank: float = 0.5
    apart: dict[int, float] = field(default_factory=dict)

    @property
    def is_feasible(self) -> bool:
        """Tell whether all limits are kept."""
        return self.load <= 0 and self.time <= 0

    def cost(self, penalties: Penalties) -> float:
        """Return the travel and what is paid for broken limits."""
        return self.length + penalties.load * self.load + penalties.time * self.time


def individual(
    state: PatternState, routes: Routes, length: float, load: float, time: float
) -> Individual:
    """Return a plan with who follows whom."""
    after = np.full((len(state.near), state.problem.days), -1, dtype=np.int32)
    before = after.copy()
    for row, route in enumerate(routes):
        day = state.day_of[row]
        after[route, day] = [*route[1:], 0][: len(route)]
        before[route, day] = [0, *route[:-1]][: len(route)]
    return Individual(routes, length, load, time, after, before, after >= 0)


class Population:
    """The plans of a search."""

    def __init__(self, source: random.Random) -> None:
        self._random = source
        self._groups: tuple[list[Individual], list[Individual]] = ([], [])

    def add(self, one: Individual, penalties: Penalties) -> None:
        """Take a plan in; the worst of its group leave when there are too many."""
        group = self._groups[one.is_feasible]
        for other, apart in zip(group, _apart(one, group), strict=True):
            one.apart[id(other)] = other.apart[id(one)] = apart
        group.append(one)
        if len(group) > KEPT + GROWS:
            self._reduce(group, penalties)

    def rank(self, penalties: Penalties) -> None:
        """Give each plan its place."""
        for group in self._groups:
            if group:
                ranks = _ranks(_costs(group, penalties), _table(group))
                for one, rank in zip(group, ranks.tolist(), strict=True):
                    one.rank = rank / len(group)

    def parents(self) -> tuple[Individual, Individual]:
        """Return two plans, each the better one of two that are drawn."""
        plans = [*self._groups[0], *self._groups[1]]
        drawn = [self._random.choice(plans) for _time in range(4)]
        return min(drawn[:2], key=_rank), min(drawn[2:], key=_rank)

    def best(self, count: int) -> list[Individual]:
        """Return the shortest plans that keep all limits."""
        return sorted(self._groups[True], key=lambda one: one.length)[:count]

    def _reduce(self, group: list[Individual], penalties: Penalties) -> None:
        costs, table = _costs(group, penalties), _table(group)
        left = np.arange(len(group))
        while len(left) > KEPT:
            near = table[np.ix_(left, left)]
            ranks = _ranks(costs[left], near)
            ranks[near.min(axis=1) < 1e-9] += len(group) * 2  # the same plan twice
            left = np.delete(left, int(ranks.argmax()))
        stays = set(left.tolist())
        gone = {id(one) for at, one in enumerate(group) if at not in stays}
        group[:] = [one for at, one in enumerate(group) if at in stays]
        for one in group:
            one.apart = {other: apart for other, apart in one.apart.items() if other not in gone}


def _rank(one: Individual) -> float:
    return one.rank


def _apart(one: Individual, others: list[Individual]) -> list[float]:
    """Return how far a plan is from others: 0, the same, to 1."""
    if not others:
        return []
    days = np.stack([other.days for other in others])
    after = np.stack([other.after for other in others])
    patterns = (days != one.days).any(axis=2).mean(axis=1)
    visits = days | one.days
    broken = (after != one.after) & (after != one.before) & visits
    pairs = broken.sum(axis=(1, 2)) / np.maximum(visits.sum(axis=(1, 2)), 1)
    return list(((patterns + pairs) / 2).tolist())


def _table(group: list[Individual]) -> Array:
    table = np.array([[one.apart.get(id(other), np.inf) for other in group] for one in group])
    np.fill_diagonal(table, np.inf)
    return table


def _costs(group: list[Individual], penalties: Penalties) -> Array:
    return np.array([one.cost(penalties) for one in group])


def _ranks(costs: Array, table: Array) -> Array:
    count = len(costs)
    nearest = min(NEAREST, count - 1)
    if not nearest:
        return np.zeros(count)
    near = np.partition(table, nearest - 1, axis=1)[:, :nearest].mean(axis=1)
    by_cost = np.argsort(np.argsort(costs, kind="stable"))
    by_distance = np.argsort(np.argsort(-near, kind="stable"))
    ranks: Array = by_cost + (1 - min(ELITE / count, 1.0)) * by_distance
    return ranks
