"""The times along a fixed route: always an answer, also where it is too long or comes too late."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...travel.places import Numbers
from ..day.even_times import STEP
from ..problem import Span


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A customer on the route.

    :param place: row in the table of travel times, ``None`` where nobody knows
    :param service: seconds of the visit
    :param hours: when he receives
    """

    place: int | None
    service: int
    hours: Span


@dataclass(frozen=True, slots=True)
class StopTime:
    """When a stop is made, in seconds of the day.

    :param is_late: the visit would end after the customer closes
    """

    start: int
    travel_seconds: int
    travel_metres: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class RouteTimes:
    """A whole route.

    :param waiting: seconds before customers open; the first one is not waited for
    """

    stops: tuple[StopTime, ...]
    departure: int
    arrival: int
    travel_seconds: int
    travel_metres: int
    service_seconds: int
    waiting: int

    @property
    def length(self) -> int:
        """Return the seconds from leaving to coming back."""
        return self.arrival - self.departure


def route_times(
    stops: Sequence[RouteStop],
    seconds: Numbers,
    metres: Numbers,
    departure: int,
    unknown: int,
    ends: tuple[int | None, int | None] = (None, None),
) -> RouteTimes:
    """Return the times of stops in their order: visits begin on five minutes, as in plans.

    :param seconds: travel time from each place to each
    :param departure: leave no earlier; later if the first customer would not be open
    :param unknown: seconds of a leg from or to a place that nobody knows
    :param ends: rows where the day begins and ends, ``None`` where at the first or last stop
    """
    leg = _Legs(seconds, metres, unknown)
    times: list[StopTime] = []
    clock, waiting, here, leaves = departure, 0, _Here(ends[0], ends[0] is None), departure
    for stop in stops:
        travel, way = leg.between(here, stop.place)
        arrival = clock + travel
        start = -(-max(arrival, stop.hours.start) // STEP) * STEP
        if times:
            waiting += max(0, stop.hours.start - arrival)
        else:
            leaves = start - travel
        clock = start + stop.service
        times.append(StopTime(start, travel, way, clock > stop.hours.end))
        here = _Here(stop.place, False)
    travel, way = leg.back(here, ends[1]) if times else (0, 0)
    return RouteTimes(
        tuple(times),
        leaves,
        clock + travel,
        sum(one.travel_seconds for one in times) + travel,
        sum(one.travel_metres for one in times) + way,
        sum(stop.service for stop in stops),
        waiting,
    )


@dataclass(frozen=True, slots=True)
class _Here:
    place: int | None
    is_anywhere: bool  # the day begins at the first stop


@dataclass(frozen=True, slots=True, eq=False)
class _Legs:
    seconds: Numbers
    metres: Numbers
    unknown: int

    def between(self, here: _Here, there: int | None) -> tuple[int, int]:
        if here.is_anywhere:
            return 0, 0
        if here.place is None or there is None:
            return self.unknown, 0
        return self._read(here.place, there)

    def back(self, here: _Here, end: int | None) -> tuple[int, int]:
        if end is None:
            return 0, 0
        return self.between(here, end)

    def _read(self, here: int, there: int) -> tuple[int, int]:
        seconds, metres = float(self.seconds[here, there]), float(self.metres[here, there])
        if seconds == float("inf"):
            return self.unknown, 0
        return round(seconds), round(metres) if metres == metres and metres < 1e9 else 0
