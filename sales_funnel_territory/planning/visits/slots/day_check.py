"""What a day of visits with given times takes, and which limits it breaks.

Nothing is moved here: times are as a person has set them, and each limit that does not hold is
told with by how much. What to do about it is the person's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from ...travel.places import Numbers
from ..day.clock import WorkClock
from ..problem import Span, WorkDay

Limit = Literal[
    "overlap",  # begins before the visit before it ends
    "late",  # the way from the visit before takes longer than the time between
    "early_start",  # one would have to leave before the day begins
    "late_end",  # one comes back after the day ends
    "busy",  # something else is in the calendar
    "closed",  # the customer receives nobody on this day
    "window",  # not within the customer's hours
    "longest",  # the day is longer than the person wants
    "most_visits",  # more visits than the person wants
]


@dataclass(frozen=True, slots=True)
class DayStop:
    """A visit that has its time.

    :param place: row in the table of travel times
    :param start: seconds of the day, likewise ``end``
    :param windows: when the customer receives; none: never on this day
    """

    key: int
    place: int
    start: int
    end: int
    windows: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that does not hold.

    :param key: of the visit; ``None`` for the day as a whole
    :param excess: by how many seconds, or visits; 0 where that says nothing
    :param other: key of the visit before, if it has to do with it
    """

    limit: Limit
    key: int | None
    excess: int = 0
    other: int | None = None


class Leg(NamedTuple):
    """A way from one place to the next."""

    seconds: float
    metres: float


@dataclass(frozen=True, slots=True)
class DayCheck:
    """A day as it is.

    :param legs: to each stop in its order, and the way back
    """

    legs: tuple[Leg, ...]
    breaches: tuple[Breach, ...]

    @property
    def seconds(self) -> float:
        """Return the driving time of the day."""
        return sum(leg.seconds for leg in self.legs)

    @property
    def metres(self) -> float:
        """Return the way of the day."""
        return sum(leg.metres for leg in self.legs)


def in_order(stops: Sequence[DayStop]) -> list[DayStop]:
    """Return stops as the day goes; those of one time in the order of their keys."""
    return sorted(stops, key=lambda stop: (stop.start, stop.end, stop.key))


def check_day(
    day: WorkDay, stops: Sequence[DayStop], seconds: Numbers, metres: Numbers
) -> DayCheck:
    """Return ways and broken limits of a day.

    :param stops: in any order
    """
    ordered = in_order(stops)
    if not ordered:
        return DayCheck((), ())
    rows = [day.origin, *(stop.place for stop in ordered), day.destination]
    legs = tuple(
        Leg(float(seconds[one, two]), float(metres[one, two])) for one, two in pairwise(rows)
    )
    breaches = (*_of_stops(day, ordered, legs), *_of_day(day, ordered, legs))
    return DayCheck(legs, breaches)


def _of_stops(day: WorkDay, stops: Sequence[DayStop], legs: Sequence[Leg]) -> Iterator[Breach]:
    clock = WorkClock(day.busy)
    for stop in stops:
        yield from _of_stop(day, stop)
    for (before, stop), leg in zip(pairwise(stops), legs[1:], strict=False):
        if stop.start < before.end:
            yield Breach("overlap", stop.key, before.end - stop.start, before.key)
            continue
        between = clock.worked(stop.start) - clock.worked(before.end)
        if leg.seconds > between:
            yield Breach("late", stop.key, _whole(leg.seconds - between), before.key)


def _of_stop(day: WorkDay, stop: DayStop) -> Iterator[Breach]:
    if not stop.windows:
        yield Breach("closed", stop.key)
    elif not any(one.start <= stop.start and stop.end <= one.end for one in stop.windows):
        yield Breach("window", stop.key)
    if any(one.start < stop.end and stop.start < one.end for one in day.busy):
        yield Breach("busy", stop.key)


def _of_day(day: WorkDay, stops: Sequence[DayStop], legs: Sequence[Leg]) -> Iterator[Breach]:
    clock = WorkClock(day.busy)  # the ways out and back wait during a break, too
    first, last = stops[0].start, max(stop.end for stop in stops)
    leave = min(first, clock.moment(clock.worked(first) - _whole(legs[0].seconds)))
    back = max(last, clock.moment_before(clock.worked(last) + _whole(legs[-1].seconds)))
    if leave < day.start:
        yield Breach("early_start", None, _whole(day.start - leave))
    if back > day.end:
        yield Breach("late_end", None, _whole(back - day.end))
    if day.longest is not None and back - leave > day.longest:
        yield Breach("longest", None, _whole(back - leave - day.longest))
    if day.most_visits is not None and len(stops) > day.most_visits:
        yield Breach("most_visits", None, len(stops) - day.most_visits)


def _whole(seconds: float) -> int:
    return -int(-min(seconds, 10**7) // 1)


# ---------------------------------------------------------------------------- where one more fits


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which one more visit fits.

    :param extra: driving it adds to the day
    """

    start: int
    extra: Leg
    check: DayCheck


def best_slot(
    day: WorkDay,
    stops: Sequence[DayStop],
    new: DayStop,
    seconds: Numbers,
    metres: Numbers,
    within: Span | None = None,
) -> Slot | None:
    """Return where a visit fits with the least driving, the others staying where they are.

    ``None`` where it fits nowhere without breaking a limit that held before.

    :param new: its times are taken for its length only
    :param within: only there
    """
    present = check_day(day, stops, seconds, metres)
    known = {(breach.limit, breach.key): breach.excess for breach in present.breaches}
    best: Slot | None = None
    for start in _starts(day, stops, new, seconds, within):
        stop = replace(new, start=start, end=start + new.end - new.start)
        check = check_day(day, [*stops, stop], seconds, metres)
        if any(one.excess > known.get((one.limit, one.key), -1) for one in check.breaches):
            continue
        extra = Leg(check.seconds - present.seconds, check.metres - present.metres)
        if best is None or extra.seconds < best.extra.seconds - 1:
            best = Slot(start, extra, check)
    return best


QUARTER = 900


def _starts(
    day: WorkDay,
    stops: Sequence[DayStop],
    new: DayStop,
    seconds: Numbers,
    within: Span | None,
) -> list[int]:
    """Return starts worth a try: on the quarter hour, after each stop and at each opening."""
    clock = WorkClock(day.busy)
    free = [(day.start, day.origin), *((stop.end, stop.place) for stop in stops)]
    wanted = [
        float(clock.moment(clock.worked(end) + _whole(float(seconds[place, new.place]))))
        for end, place in free
    ]
    wanted += [float(span.start) for span in new.windows]
    wanted += [float(span.end) for span in day.busy]
    wanted += [
        stop.start - float(seconds[new.place, stop.place]) - (new.end - new.start) - QUARTER
        for stop in stops
    ]
    if within is not None:
        wanted += [within.start + float(seconds[stop.place, new.place]) for stop in stops]
        wanted.append(float(within.start))
    rounded = {-int(-start // QUARTER) * QUARTER for start in wanted if 0 <= start < 10**6}
    length = new.end - new.start
    return sorted(
        start
        for start in rounded
        if within is None or (within.start <= start and start + length <= within.end)
    )
