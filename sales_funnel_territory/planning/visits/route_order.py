"""The order of a fixed route: as short as possible between where a day begins and ends.

A way there and back is a round tour through one more node, where the day begins and ends; where
it begins or ends anywhere, legs from or to that node cost nothing. Small tours: 2-opt and Or-opt
(moving up to three stops elsewhere), until nothing improves.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..travel.places import Numbers
from .schedule import whole_seconds

_MOVED: Final = 3  # most stops that move together
_NODE: Final = 0  # where the day begins and ends

Whole: TypeAlias = NDArray[np.int64]


def shortest_order(
    seconds: Numbers, stops: Sequence[int], origin: int | None, destination: int | None
) -> tuple[int, ...]:
    """Return stops in an order that takes little travelling, never more than the one given.

    :param seconds: travel time from each place to each
    :param stops: rows of the table, in the present order
    :param origin: row where the day begins, ``None`` where at the first stop
    :param destination: row where it ends, ``None`` where at the last stop
    """
    if len(stops) < 2:
        return tuple(stops)
    costs = _costs(seconds, stops, origin, destination)
    nearest = _nearest(costs)
    orders = [list(range(1, len(stops) + 1)), nearest]
    best = min((_improved(costs, order) for order in orders), key=lambda one: _length(costs, one))
    return tuple(stops[at - 1] for at in best)


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
    return int(costs[[_NODE, *order], [*order, _NODE]].sum())


def _nearest(costs: Whole) -> list[int]:
    """Return the tour that goes on to the nearest stop each time."""
    left, last, order = set(range(1, len(costs))), _NODE, []
    while left:
        last = min(left, key=lambda stop: (costs[last, stop], stop))
        left.remove(last)
        order.append(last)
    return order


def _improved(costs: Whole, order: list[int]) -> list[int]:
    """Return a tour that no turning of a part, and no moving of a few stops, makes shorter."""
    while True:
        better = _turned(costs, order) or _moved(costs, order)
        if better is None:
            return order
        order = better


def _turned(costs: Whole, order: list[int]) -> list[int] | None:
    """Return the tour with the part turned around that shortens it most; nothing if none does."""
    whole = np.array([_NODE, *order, _NODE])
    legs, back = costs[whole[:-1], whole[1:]], costs[whole[1:], whole[:-1]]
    turning = np.concatenate([[0], np.cumsum(back - legs)])
    best, where = 0, None
    for first in range(1, len(order)):
        lasts = np.arange(first + 1, len(order) + 1)
        change = (
            costs[whole[first - 1], whole[lasts]]
            + costs[whole[first], whole[lasts + 1]]
            - legs[first - 1]
            - legs[lasts]
            + turning[lasts]
            - turning[first]
        )
        at = int(change.argmin())
        if change[at] < best:
            best, where = int(change[at]), (first - 1, int(lasts[at]))
    if where is None:
        return None
    first, last = where
    return [*order[:first], *reversed(order[first:last]), *order[last:]]


def _moved(costs: Whole, order: list[int]) -> list[int] | None:
    """Return the tour with up to three stops moved, if that makes it shorter."""
    for count in range(1, min(_MOVED, len(order) - 1) + 1):
        for first in range(len(order) - count + 1):
            better = _moved_from(costs, order, first, count)
            if better is not None:
                return better
    return None


def _moved_from(costs: Whole, order: list[int], first: int, count: int) -> list[int] | None:
    part, rest = order[first : first + count], order[:first] + order[first + count :]
    whole = np.array([_NODE, *rest, _NODE])
    before, after = whole[:-1], whole[1:]
    added = costs[before, part[0]] + costs[part[-1], after] - costs[before, after]
    saved = (
        costs[whole[first], part[0]]
        + costs[part[-1], whole[first + 1]]
        - costs[whole[first], whole[first + 1]]
    )
    at = int(added.argmin())
    if added[at] >= saved:
        return None
    return [*rest[:at], *part, *rest[at:]]
