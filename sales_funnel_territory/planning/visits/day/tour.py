"""The shortest round tour through all places: iterated local search with 2-opt and Or-opt moves.

Improving moves are looked for among near neighbours, around nodes whose surroundings changed only
(J. L. Bentley, "Fast algorithms for geometric traveling salesman problems", 1992); a local optimum
is disturbed by exchanging two neighbouring segments (the double bridge of O. Martin, S. W. Otto,
E. W. Felten, 1991, kept short) and taken back unless it became at least as good. Costs may differ
by direction: what turning a segment around costs comes from running sums along the tour.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import Final

from ..limits import Limits
from ..problem import Stop
from .tour_moves import Tour, Whole

_ALL_ORDERS: Final = 7  # up to so many nodes every order is tried


@dataclass(frozen=True, slots=True)
class RoundTour:
    """A closed tour.

    :param order: each row of the table once, from row 0
    :param length: in the table's unit
    """

    order: tuple[int, ...]
    length: int
    iterations: int
    stopped: Stop


def round_tour(
    costs: Whole,
    limits: Limits,
    seed: int = 0,
    since: float | None = None,
    patience: int = 0,
    first: Sequence[int] = (),
) -> RoundTour:
    """Return a short closed tour through all rows of a table of costs.

    :param costs: whole numbers from each row to each column; need not be symmetric
    :param since: by ``limits.clock``, when the time began to run
    :param patience: iterations without improvement after which the search is done; 0: never
    :param first: an order to begin with; by going to the nearest one each time, when not given
    """
    size = len(costs)
    since = limits.clock() if since is None else since
    if size <= _ALL_ORDERS:
        return _best_of_all(costs.tolist(), size)
    rng = random.Random(seed)
    tour = Tour(costs)
    if first:
        tour.begin_with(first)
    tour.improve(rng.sample(range(size), size), partial(_is_over, limits, since))
    best, order = tour.length(), tour.nodes[:]
    length, iteration, last = best, 0, 0
    while (stopped := limits.reached(iteration, since)) is None:
        iteration += 1
        kept = tour.nodes[:], tour.at[:]
        saved, touched = tour.disturb(rng)
        changed = length - saved - tour.improve(touched)
        if changed > length:
            tour.restore(*kept)
            continue
        length = changed
        if length < best:
            best, order, last = length, tour.nodes[:], iteration
        elif patience and iteration - last >= patience:
            break
    return RoundTour(_from_row_0(order), best, iteration, stopped or "done")


def _from_row_0(order: Sequence[int]) -> tuple[int, ...]:
    start = order.index(0)
    return (*order[start:], *order[:start])


def _is_over(limits: Limits, since: float) -> bool:
    """Tell whether there is no time left even for the first improvements of a large tour."""
    return limits.seconds is not None and limits.clock() - since >= limits.seconds


def _best_of_all(costs: list[list[int]], size: int) -> RoundTour:
    def length(order: Sequence[int]) -> int:
        return sum(costs[a][b] for a, b in zip(order, (*order[1:], order[0]), strict=True))

    orders = [(0, *rest) for rest in permutations(range(1, size))] if size else [()]
    best = min(orders, key=length)
    return RoundTour(best, length(best) if size else 0, 0, "done")
