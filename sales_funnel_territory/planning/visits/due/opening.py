"""On which days, and in which hours, a customer can be visited: his hours meet those of a person.

An ``Offer`` is a working day with the windows in which the customer receives; where there is none
the cause says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...travel.places import Numbers
from ..problem import DAY_SECONDS, Cause, Offer, Span, WorkDay

ALL_DAY = (Span(0, DAY_SECONDS),)


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """When a customer receives, by the clock of the person who travels.

    One object may serve any number of customers.

    :param windows: by weekday (Monday is 0); closed on one that is missing; ``None``: always open
    :param closed: days on which he does not receive: his own, and the holidays of his country
    """

    windows: Mapping[int, tuple[Span, ...]] | None = None
    closed: frozenset[date] = field(default_factory=frozenset)

    def on(self, day: date) -> tuple[Span, ...]:
        """Return the windows of a day."""
        if day in self.closed:
            return ()
        return ALL_DAY if self.windows is None else tuple(self.windows.get(day.weekday(), ()))


class Openings:
    """The offers of a person's days, each worked out once."""

    def __init__(self, days: Sequence[WorkDay], seconds: Numbers) -> None:
        self.days = days
        self.seconds = seconds
        self.used = [
            (index, day)
            for index, day in enumerate(days)
            if day.end > day.start and not day.is_frozen
        ]
        self._known: dict[tuple[int, int], tuple[list[Offer], Cause | None]] = {}
        self._kept: list[Hours] = []  # an id is only good while its object lives

    def find(self, hours: Hours, service: int, place: int | None) -> tuple[list[Offer], Cause]:
        """Return offers in the order of the days, and the cause if there are none.

        :param service: seconds of the visit
        :param place: row of the table of travel times
        """
        if place is None or not 0 <= place < len(self.seconds):
            return [], "no_place"
        offers, cause = self._open(hours, service)
        if cause:
            return [], cause
        return [one for one in offers if self._reaches(one.day, service, place)], "too_far"

    def _open(self, hours: Hours, service: int) -> tuple[list[Offer], Cause | None]:
        key = (id(hours), service)
        if key not in self._known:
            self._kept.append(hours)
            self._known[key] = self._match(hours, service)
        return self._known[key]

    def _match(self, hours: Hours, service: int) -> tuple[list[Offer], Cause | None]:
        if not self.used:
            return [], "no_hours"
        open_days = [(index, _within(hours.on(day.date), day)) for index, day in self.used]
        open_days = [(index, windows) for index, windows in open_days if windows]
        if not open_days:
            return [], "closed"
        long_enough = [
            Offer(index, tuple(one for one in windows if one.length >= service))
            for index, windows in open_days
        ]
        offers = [one for one in long_enough if one.windows]
        return offers, None if offers else "window"

    def _reaches(self, index: int, service: int, place: int) -> bool:
        day = self.days[index]
        there = float(self.seconds[day.origin, place])
        back = float(self.seconds[place, day.destination])
        return there + service + back <= day_seconds(day)


def day_seconds(day: WorkDay) -> int:
    """Return the seconds of a day in which one may drive or visit."""
    free = day.end - day.start - sum(span.length for span in day.busy)
    return max(0, free if day.longest is None else min(free, day.longest))


def _within(windows: Sequence[Span], day: WorkDay) -> tuple[Span, ...]:
    """Return the parts of windows that lie within a working day.

    >>> _within([Span(0, 50), Span(90, 120)], WorkDay(date(2026, 3, 2), 20, 90, 0, 0))
    (Span(start=20, end=50),)
    """
    cut = ((max(one.start, day.start), min(one.end, day.end)) for one in windows)
    return tuple(Span(start, end) for start, end in cut if end > start)
