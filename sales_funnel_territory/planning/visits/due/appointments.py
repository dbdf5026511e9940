"""What is agreed on, before everything else: a day is as long as its appointments ask for.

An appointment near the end of the hours, or far away, makes its day begin earlier or end later: one
drives then, and visits nobody else. What cannot be kept at all (two at once, too far within a day)
keeps its time none the less: it stands in the calendar, and no other visit is planned over it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from ...travel.places import Numbers
from ..problem import DAY_SECONDS, Cause, Span, WorkDay
from .demand import Appointment, Demand, Refused, Source


class Agreed(NamedTuple):
    """The days with their appointments.

    :param days: with the time of each appointment taken once; visits are possible within them
    :param travel_days: the same, as long as the appointments ask for
    :param kept: appointments and the index of their day, in order of time
    :param refused: those that cannot be
    :param untravelled: those without a place: nothing is driven
    """

    days: tuple[WorkDay, ...]
    travel_days: tuple[WorkDay, ...]
    kept: tuple[tuple[Appointment, int], ...]
    refused: tuple[Refused, ...]
    untravelled: tuple[Appointment, ...]


def agree(demand: Demand) -> Agreed:
    """Return the days of a demand with what is fixed; of two that cannot both be, the one that
    starts first, or is older, is kept.
    """
    index = {one.date: number for number, one in enumerate(demand.days)}
    days, travel_days = list(demand.days), list(demand.days)
    kept: list[tuple[Appointment, int]] = []
    refused: list[Refused] = []
    by_day: dict[date, list[Appointment]] = defaultdict(list)
    for one in sorted(demand.appointments, key=lambda one: (one.day, one.start, one.id)):
        by_day[one.day].append(one)
    for day, appointments in by_day.items():
        number = index.get(day)
        held, lost = _sort(appointments, demand, number)
        refused += lost
        if number is not None:
            kept += [(each, number) for each in held]
            days[number] = _take_time(demand.days[number], appointments, held)
            travel_days[number] = _stretch(days[number], held, demand.seconds)
    untravelled = tuple(one for one in demand.appointments if one.place is None)
    return Agreed(tuple(days), tuple(travel_days), tuple(kept), tuple(refused), untravelled)


def _sort(
    appointments: Sequence[Appointment], demand: Demand, number: int | None
) -> tuple[list[Appointment], list[Refused]]:
    """Return which of a day's appointments are kept, and the others with the cause.

    One is refused at a time: it takes its hours all the same, which may leave too few for others.
    """
    held = [one for one in appointments if one.place is not None]
    refused: dict[int, Refused] = {}
    while lost := _find_refused(appointments, held, demand, number):
        one, cause, rival = lost
        held.remove(one)
        source = Source("appointment", one.id)
        refused[one.id] = Refused(one.customer, cause, source=source, other=rival)
    return held, [refused[one.id] for one in appointments if one.id in refused]


def _find_refused(
    appointments: Sequence[Appointment],
    held: Sequence[Appointment],
    demand: Demand,
    number: int | None,
) -> tuple[Appointment, Cause, int | None] | None:
    """Return the first appointment that cannot be kept, why, and which one is in its way."""
    for one in held:
        if number is None or not _within_hours(one, demand.days[number]):
            return one, "no_hours", None
    if number is None:
        return None
    day = _take_time(demand.days[number], appointments, held)
    for one, other in pairwise(held):
        if not _follows(one, other, day, demand.seconds):
            return other, "clash", one.id
    return _find_too_far(held, day, demand.seconds)


def _find_too_far(
    held: Sequence[Appointment], day: WorkDay, seconds: Numbers
) -> tuple[Appointment, Cause, int | None] | None:
    """Return the first appointment by which a day has become too long."""
    longest = DAY_SECONDS if day.longest is None else day.longest
    for one in held:
        leaves, _returns = _trip(held[0], day, seconds)
        _leaves, returns = _trip(one, day, seconds)
        if leaves < 0 or returns > DAY_SECONDS or returns - leaves > longest:
            return one, "too_far", None
    return None


def _within_hours(one: Appointment, day: WorkDay) -> bool:
    """Tell whether an appointment lies within the hours of a day, at least in part."""
    return one.start < day.end and day.start < one.end and one.start < one.end


def _follows(one: Appointment, other: Appointment, day: WorkDay, seconds: Numbers) -> bool:
    """Tell whether one gets from an appointment to a later one in time; not through a break."""
    pauses = (
        min(span.end, other.start) - max(span.start, one.end)
        for span in day.busy
        if span.start < other.start and one.end < span.end
    )
    return one.end + float(seconds[one.place, other.place]) + sum(pauses) <= other.start


def _trip(one: Appointment, day: WorkDay, seconds: Numbers) -> tuple[float, float]:
    """Return when one leaves for an appointment alone, and is back; breaks interrupt a drive."""
    assert one.place is not None
    leaves = one.start - float(seconds[day.origin, one.place])
    returns = one.end + float(seconds[one.place, day.destination])
    pauses = [part for span in day.busy for part in _without(span, one)]
    for pause in reversed(pauses):
        if leaves < pause.end <= one.start:
            leaves -= pause.length
    for pause in pauses:
        if one.end <= pause.start < returns:
            returns += pause.length
    return leaves, returns


def _stretch(day: WorkDay, held: Sequence[Appointment], seconds: Numbers) -> WorkDay:
    """Return a day that begins and ends as its appointments ask for, with all that interrupts."""
    if not held:
        return day
    trips = [_trip(one, day, seconds) for one in held]
    leaves = floor(min(leaves for leaves, _returns in trips))
    returns = ceil(max(returns for _leaves, returns in trips))
    return replace(day, start=min(day.start, leaves), end=max(day.end, returns))


def _take_time(
    day: WorkDay, appointments: Iterable[Appointment], held: Sequence[Appointment]
) -> WorkDay:
    """Return the day with the time of its appointments taken once.

    An appointment stands in the calendar, so it may be among what keeps the person busy: then it
    is a visit, not an obstacle to itself. What is not driven to is time in which nothing goes on.
    """
    busy = list(day.busy)
    for one in appointments:
        busy = [part for span in busy for part in _without(span, one)]
        if one not in held and one.start < day.end and day.start < one.end:
            busy.append(Span(max(one.start, day.start), min(one.end, day.end)))
    for one in held:
        busy = [part for span in busy for part in _without(span, one)]
    return replace(day, busy=tuple(sorted(busy, key=lambda span: (span.start, span.end))))


def _without(span: Span, one: Appointment) -> list[Span]:
    """Return what is left of a span beside an appointment."""
    if one.end <= span.start or span.end <= one.start:
        return [span]
    parts = ((span.start, one.start), (one.end, span.end))
    return [Span(start, end) for start, end in parts if end > start]
