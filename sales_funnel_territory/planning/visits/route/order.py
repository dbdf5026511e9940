"""The order of a fixed route: as short as possible between where a day begins and ends.

A way there and back is a round tour through one more node, where the day begins and ends; where
it begins or ends anywhere, legs from or to that node cost nothing.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...travel.places import Numbers
from ..day.schedule import whole_seconds
from ..day.tour import round_tour
from ..limits import Limits

ITERATIONS: Final = 500
_SECONDS: Final = 5.0
_NODE: Final = 0  # where the day begins and ends

Whole: TypeAlias = NDArray[np.int64]


def shortest_order(
    seconds: Numbers,
    stops: Sequence[int],
    origin: int | None,
    destination: int | None,
    iterations: int = ITERATIONS,
) -> tuple[int, ...]:
    """Return stops in an order that takes little travelling, never more than the one given.

    :param seconds: travel time from each place to each
    :param stops: rows of the table, in the present order
    :param origin: row where the day begins, ``None`` where at the first stop
    :param destination: row where it ends, ``None`` where at the last stop
    :param iterations: 0: what moves of a few stops save; more: disturbed so often
    """
    if len(stops) < 2:
        return tuple(stops)
    costs = _costs(seconds, stops, origin, destination)
    given = range(len(costs))
    tour = round_tour(costs, Limits(iterations=iterations, seconds=_SECONDS), first=given)
    if tour.length >= _length(costs, given):
        return tuple(stops)
    return tuple(stops[at - 1] for at in tour.order[1:])


def travel_along(
    table: Numbers, stops: Sequence[int], origin: int | None, destination: int | None
) -> float:
    """Return the sum of a table along stops, from where the day begins to where it ends."""
    whole = [origin, *stops, destination] if stops else []
    way = [at for at in whole if at is not None]
    return float(sum(table[a, b] for a, b in pairwise(way)))


def _costs(
    seconds: Numbers, stops: Sequence[int], origin: int | None, destination: int | None
) -> Whole:
    inner = whole_seconds(np.asarray(seconds))
    size = len(stops) + 1
    costs = np.zeros((size, size), dtype=np.int64)
    costs[1:, 1:] = inner[np.ix_(stops, stops)]
    if origin is not None:
        costs[_NODE, 1:] = inner[origin, stops]
    if destination is not None:
        costs[1:, _NODE] = inner[stops, destination]
    return costs


def _length(costs: Whole, order: Sequence[int]) -> int:
    return int(costs[order, [*order[1:], order[0]]].sum())
