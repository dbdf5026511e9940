"""Fixed routes from workload: few, compact, evenly long, none longer than a day.

Route first, cluster second (J. E. Beasley, "Route first-cluster second methods for vehicle
routing", Omega 11, 1983): a tour through all customers is cut where that is best, by dynamic
programming: the fewest routes, then the smallest sum of squares of their lengths, which is both
short and even. The tour is a ring: several places to begin are tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from ...travel.places import Numbers
from ..day.schedule import UNREACHABLE
from .days import RouteCycle
from .order import shortest_order, travel_along

_BEGINNINGS: Final = 12
CYCLES: Final = (1, 2, 3, 4, 6, 8, 12, 24)


@dataclass(frozen=True, slots=True)
class Ends:
    """Rows where a day begins and ends, ``None`` where at the first or last customer."""

    origin: int | None = None
    destination: int | None = None


@dataclass(frozen=True, slots=True)
class DesignedRoute:
    """Customers in order.

    :param seconds: travel and visits, :param metres: of travelling
    :param is_too_long: longer than a day; then it is one customer alone
    """

    stops: tuple[int, ...]
    seconds: float
    travel_seconds: float
    metres: float
    is_too_long: bool


@dataclass(frozen=True, slots=True)
class PlacedRoute:
    """A route with its day: the weekday, the cycle, and the first time."""

    number: int
    cycle: RouteCycle | None


def cycle_of(gap_days: float) -> int:
    """Return the weeks of a cycle that keeps a visit frequency: as rare as possible, not rarer.

    >>> cycle_of(7), cycle_of(30.4), cycle_of(42), cycle_of(91.3), cycle_of(3)
    (1, 4, 6, 12, 1)
    """
    return max([cycle for cycle in CYCLES if cycle * 7 <= gap_days + 0.5], default=1)


def design_routes(
    seconds: Numbers, metres: Numbers, service: Sequence[float], longest: float, ends: Ends
) -> tuple[DesignedRoute, ...]:
    """Return routes in the order of the tour: neighbours are neighbours.

    :param service: seconds of a visit of each customer, the table's first rows
    :param longest: seconds of a day
    """
    customers = range(len(service))
    seconds, metres = _finite(seconds, UNREACHABLE), _finite(metres, 0.0)
    tour = shortest_order(seconds, customers, None, None)
    if not tour:
        return ()
    table = _Table(seconds, np.asarray(service, dtype=float), longest, ends)
    cuts = min(
        (table.cut(tour[begin:] + tour[:begin]) for begin in _beginnings(len(tour))),
        key=lambda one: one[:2],
    )
    routes = []
    for part in cuts[2]:
        stops = shortest_order(seconds, part, ends.origin, ends.destination)
        travel = travel_along(seconds, stops, ends.origin, ends.destination)
        whole = travel + sum(service[stop] for stop in stops)
        way = travel_along(metres, stops, ends.origin, ends.destination)
        routes.append(DesignedRoute(stops, whole, travel, way, whole > longest))
    return tuple(routes)


def split_route(
    seconds: Numbers, metres: Numbers, service: Sequence[float], ends: Ends
) -> tuple[DesignedRoute, ...]:
    """Return a route as two, the longer of them as short as can be.

    Cut once where it is best: along the order given, along the shortest tour, or by angle around
    the middle.
    """
    customers = list(range(len(service)))
    if len(customers) < 2:
        return design_routes(seconds, metres, service, float("inf"), ends)
    seconds, metres = _finite(seconds, UNREACHABLE), _finite(metres, 0.0)
    tour = list(shortest_order(seconds, customers, None, None))
    rings = [tour[begin:] + tour[:begin] for begin in range(len(tour))]
    pairs = {
        frozenset((frozenset(ring[:cut]), frozenset(ring[cut:])))
        for ring in (customers, *rings)
        for cut in _cuts(len(ring))
    }
    best: tuple[tuple[float, float], tuple[DesignedRoute, ...]] | None = None
    for pair in sorted(pairs, key=lambda two: sorted(map(sorted, two))):
        parts = sorted((sorted(part) for part in pair), key=lambda part: part[0])
        two = tuple(_designed(part, seconds, metres, service, ends) for part in parts)
        worth = (max(one.seconds for one in two), sum(one.seconds for one in two))
        if best is None or worth < best[0]:
            best = worth, two
    assert best is not None  # two customers at least
    return best[1]


def place_routes(
    cycles: Sequence[int], weekdays: Sequence[int], first: date
) -> tuple[PlacedRoute, ...]:
    """Return each route with a weekday and a first day on which no other one is driven.

    Frequent ones first; those that have no day left stay without one: more than a person carries.

    :param cycles: weeks of each route's cycle
    :param weekdays: on which routes are driven
    :param first: no route begins before it
    """
    taken: list[RouteCycle] = []
    placed = []
    for number in sorted(range(len(cycles)), key=lambda one: cycles[one]):
        cycle = next(
            (
                one
                for week in range(cycles[number])
                for one in (_cycle(day, cycles[number], first, week) for day in weekdays)
                if not any(one.meets(other) for other in taken)
            ),
            None,
        )
        if cycle is not None:
            taken.append(cycle)
        placed.append(PlacedRoute(number, cycle))
    return tuple(sorted(placed, key=lambda one: one.number))


def _finite(table: Numbers, otherwise: float) -> Numbers:
    """Return a table in which no road is a long one: sums of it can be told from each other."""
    return np.where(np.isfinite(table), table, otherwise)


def _cycle(weekday: int, weeks: int, first: date, week: int) -> RouteCycle:
    return RouteCycle(weekday, weeks, RouteCycle(weekday, 1, first).begin + timedelta(weeks=week))


def _cuts(size: int) -> range:
    """Return where to cut: around the middle only, where there are many."""
    if size <= 12:
        return range(1, size)
    return range(max(1, size // 2 - 2), min(size, size // 2 + 3))


def _designed(
    part: Sequence[int], seconds: Numbers, metres: Numbers, service: Sequence[float], ends: Ends
) -> DesignedRoute:
    stops = shortest_order(seconds, part, ends.origin, ends.destination, iterations=0)
    travel = travel_along(seconds, stops, ends.origin, ends.destination)
    way = travel_along(metres, stops, ends.origin, ends.destination)
    return DesignedRoute(stops, travel + sum(service[one] for one in stops), travel, way, False)


def _beginnings(size: int) -> range:
    return range(0, size, max(1, size // _BEGINNINGS))


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    seconds: Numbers
    service: Numbers
    longest: float
    ends: Ends

    def cut(self, tour: Sequence[int]) -> tuple[int, float, list[list[int]]]:
        """Return (number of routes, sum of squares, routes) of the best cuts of a tour."""
        order = np.array(tour)
        out, back = self._way_out(order), self._way_back(order)
        legs = np.concatenate([[0.0], np.cumsum(self.seconds[order[:-1], order[1:]])])
        work = np.concatenate([[0.0], np.cumsum(self.service[order])])
        best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
        for last in range(len(order)):
            options = []
            for first in range(last, -1, -1):
                length = out[first] + legs[last] - legs[first] + back[last]
                length += work[last + 1] - work[first]
                if length > self.longest and first < last:
                    break
                count, squares, _from = best[first]
                options.append((count + 1, squares + length * length, first))
            best.append(min(options))
        return (*best[-1][:2], _parts(tour, best))

    def _way_out(self, order: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Numbers:
        if self.ends.origin is None:
            return np.zeros(len(order))
        return np.asarray(self.seconds[self.ends.origin, order])

    def _way_back(self, order: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Numbers:
        if self.ends.destination is None:
            return np.zeros(len(order))
        return np.asarray(self.seconds[order, self.ends.destination])


def _parts(tour: Sequence[int], best: Sequence[tuple[int, float, int]]) -> list[list[int]]:
    parts, end = [], len(tour)
    while end:
        begin = best[end][2]
        parts.append(list(tour[begin:end]))
        end = begin
    return parts[::-1]
