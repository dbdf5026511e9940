"""The times of a day whose order is given: the earliest, the latest, and the shortest day.

All times within are whole seconds by the working clock (``clock``), in which breaks take no time;
only a ``Timetable`` speaks of seconds of the day. Forward and backward passes follow M. W. P.
Savelsbergh, "The vehicle routing problem with time windows: minimizing route duration" (1992);
with several windows a visit has several spans of starts, and both passes stay exact because an
earlier arrival is never worse.

To price a visit ``u`` between two neighbours ``a`` and ``b`` of an order: start it at
``first_from(starts[u], earliest[a] + services[a] + travel[a][u])``; it fits if that plus its
service and ``travel[u][b]`` is not after ``latest[b]``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...travel.places import Numbers
from ..problem import Occurrence, Span, WorkDay
from .clock import Starts, WorkClock, first_from, last_until, possible_starts

UNREACHABLE: Final = 10**7  # seconds: longer than any day


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that may be paid on one day; it lies within one of the windows as a whole.

    :param place: row in the table of travel times
    :param service: seconds it takes
    :param worth: seconds of travelling one would accept rather than leave it out
    :param is_fixed: an appointment; never given up for a visit that is none
    """

    key: int
    place: int
    service: int
    windows: tuple[Span, ...]
    worth: float = 0.0
    is_fixed: bool = False


def visit_on(occurrence: Occurrence, day: int) -> Visit:
    """Return an occurrence as it may be visited on one day; without a window where it may not."""
    windows = next((offer.windows for offer in occurrence.offers if offer.day == day), ())
    return Visit(
        occurrence.key,
        occurrence.place,
        occurrence.service,
        windows,
        occurrence.worth,
        occurrence.is_fixed,
    )


def agreed_times(visits: Sequence[Visit]) -> list[Span]:
    """Return the times of appointments: they are kept, also in what would be a break."""
    return [
        span
        for visit in visits
        for span in visit.windows
        if visit.is_fixed and span.length <= visit.service
    ]


def whole_seconds(seconds: Numbers) -> NDArray[np.int64]:
    """Return travel times as whole seconds, rounded up: nobody is late by a fraction."""
    return np.ceil(np.minimum(seconds, UNREACHABLE) - 1e-6).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A day and the visits that may be paid on it, by the working clock.

    Visits are numbered from 0 as given; ``origin`` and ``destination`` come after them.

    :param begin: earliest departure, ``finish``: latest arrival
    :param travel: seconds from each (row) to each (column)
    """

    day: WorkDay
    clock: WorkClock
    visits: tuple[Visit, ...]
    begin: int
    finish: int
    starts: tuple[Starts, ...]
    services: tuple[int, ...]
    travel: list[list[int]]

    @property
    def origin(self) -> int:
        """Return the number of the place where the day begins."""
        return len(self.visits)

    @property
    def destination(self) -> int:
        """Return the number of the place where the day ends."""
        return len(self.visits) + 1


def frame_of(day: WorkDay, visits: Sequence[Visit], seconds: Numbers) -> Frame:
    """Return a day with visits by the working clock.

    :param seconds: travel time from each place to each, ``inf`` where no road leads
    """
    clock = WorkClock(day.busy)
    rows = [*(visit.place for visit in visits), day.origin, day.destination]
    travel = whole_seconds(np.asarray(seconds)[np.ix_(rows, rows)])
    return Frame(
        day,
        clock,
        tuple(visits),
        clock.worked(day.start),
        clock.worked(day.end),
        tuple(possible_starts(clock, day, one.windows, one.service) for one in visits),
        tuple(visit.service for visit in visits),
        travel.tolist(),
    )


def earliest(frame: Frame, order: Sequence[int], departure: int | None = None) -> list[int] | None:
    """Return the earliest start of each visit and the arrival; nothing where one cannot be.

    :param departure: from the origin; as early as the day allows if not given
    """
    free = frame.begin if departure is None else departure
    times, last = [], frame.origin
    for at in order:
        start = first_from(frame.starts[at], free + frame.travel[last][at])
        if start is None:
            return None
        times.append(start)
        free, last = start + frame.services[at], at
    times.append(free + frame.travel[last][frame.destination])
    return times if times[-1] <= frame.finish else None


def latest(frame: Frame, order: Sequence[int], arrival: int | None = None) -> list[int] | None:
    """Return the latest departure and start of each visit; nothing where one cannot be.

    :param arrival: at the destination; as late as the day allows if not given
    """
    due = frame.finish if arrival is None else arrival
    times, after = [], frame.destination
    for at in reversed(order):
        until = due - frame.travel[at][after] - frame.services[at]
        start = last_until(frame.starts[at], until)
        if start is None:
            return None
        times.append(start)
        due, after = start, at
    times.append(due - frame.travel[frame.origin][after])
    return times[::-1] if times[-1] >= frame.begin else None


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a day's visits take place, in seconds of the day.

    :param starts: of the visits, in order
    :param travel_seconds: of driving alone, without what interrupts it
    :param waiting: seconds between departure and arrival with neither driving, visit nor break
    """

    departure: int
    starts: tuple[int, ...]
    arrival: int
    travel_seconds: int
    waiting: int


def timetable(frame: Frame, order: Sequence[int]) -> Timetable | None:
    """Return the times of an order: early, without a wait before the first visit.

    A day that would be longer than it may be starts later, if that makes it short enough; nothing
    if the order cannot be kept.
    """
    times = earliest(frame, order)
    if times is None:
        return None
    table = _timetable(frame, order, times)
    longest = frame.day.longest
    if longest is None or table.arrival - table.departure <= longest:
        return table
    return _shortest(frame, order, longest)


def is_possible(frame: Frame, order: Sequence[int]) -> bool:
    """Tell whether an order keeps all windows, the day's hours, and its number of visits."""
    most = frame.day.most_visits
    if most is not None and len(order) > most:
        return False
    if frame.day.longest is None:
        return earliest(frame, order) is not None
    return timetable(frame, order) is not None


def _timetable(frame: Frame, order: Sequence[int], times: Sequence[int]) -> Timetable:
    """Return times by the working clock as seconds of the day."""
    stops = (frame.origin, *order, frame.destination)
    travel = sum(frame.travel[a][b] for a, b in pairwise(stops))
    first = frame.travel[frame.origin][stops[1]]
    departure = times[0] - first
    worked = times[-1] - departure
    service = sum(frame.services[at] for at in order)
    clock = frame.clock
    # a day that ends before its break does is an empty one: it ends where it begins
    leaves = min(clock.moment(departure), frame.day.end)
    arrival = max(clock.moment_before(times[-1]), leaves)
    starts = tuple(clock.moment(time) for time in times[:-1])
    return Timetable(leaves, starts, arrival, travel, worked - travel - service)


def _shortest(frame: Frame, order: Sequence[int], longest: int) -> Timetable | None:
    """Return the earliest of the shortest days, if that is short enough.

    A shortest day arrives no earlier than some visit lets it that starts as its window opens, or
    begins as the day or as a break ends, or arrives as a break begins.
    """
    best: Timetable | None = None
    for departure in sorted(_departures(frame, order)):
        times = earliest(frame, order, departure)
        if departure < frame.begin or times is None:
            continue
        table = _timetable(frame, order, times)
        if best is None or table.arrival - table.departure < best.arrival - best.departure:
            best = table
    if best is None or best.arrival - best.departure > longest:
        return None
    return best


def _departures(frame: Frame, order: Sequence[int]) -> set[int]:
    """Return departures among which there is that of a shortest day."""
    clock = frame.clock
    found = {frame.begin, *(clock.worked(span.end) for span in clock.busy)}
    for number, at in enumerate(order):
        for opens, _closes in frame.starts[at]:
            found.add(_latest_departure(frame, order[: number + 1], opens))
    for span in clock.busy:
        times = latest(frame, order, clock.worked(span.start))
        if times is not None:
            found.add(times[0])
    return found


def _latest_departure(frame: Frame, order: Sequence[int], start: int) -> int:
    """Return the latest departure that lets the last visit of a part start then; -1 if none."""
    due, after = start, order[-1]
    for at in reversed(order[:-1]):
        begun = last_until(frame.starts[at], due - frame.travel[at][after] - frame.services[at])
        if begun is None:
            return -1
        due, after = begun, at
    return due - frame.travel[frame.origin][after]
