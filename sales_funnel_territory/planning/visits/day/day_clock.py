"""The clock of a day that stands still while the person is busy.

A drive may be interrupted by a break, a visit may not. On a clock that stops during breaks a
drive simply takes its seconds, and each window of a customer falls into the pieces between
breaks. So an engine needs to know windows only, and breaks cost it nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..problem import Span, WorkDay


class Piece(NamedTuple):
    """A part of a window in which a visit may start, on the day's clock; both ends included."""

    first: int
    last: int


class Free(NamedTuple):
    """Seconds of a day without a break: wall clock minus ``behind`` is the day's clock."""

    start: int
    end: int
    behind: int


class DayClock:
    """Translates between the wall clock of a day and the clock that stops during breaks."""

    def __init__(self, day: WorkDay) -> None:
        self.start = day.start
        self.free = _free(day)
        self.seconds = sum(free.end - free.start for free in self.free)
        self.end = day.start + self.seconds

    def pieces(self, windows: Iterable[Span], service: int) -> tuple[Piece, ...]:
        """Return when a visit may start, the earliest first, none within another."""
        found = set()
        for window in windows:
            for free in self.free:
                start, end = max(window.start, free.start), min(window.end, free.end)
                if end - start >= service:
                    found.add(Piece(start - free.behind, end - service - free.behind))
        return tuple(sorted(_outermost(found)))

    def wall(self, start: int, service: int, windows: Iterable[Span]) -> int:
        """Return the wall clock's time at which a visit starts that lies in one of its windows."""
        for window in windows:
            for free in self.free:
                begin = start + free.behind
                earliest, end = max(window.start, free.start), min(window.end, free.end)
                if earliest <= begin and begin + service <= end:
                    return begin
        raise ValueError(f"no window is open at {start}")

    def elapsed(self, departure: int, arrival: int) -> int:
        """Return the seconds of the wall clock from leaving to coming back, breaks included."""
        return self._arriving(arrival) - self._leaving(departure)

    def _leaving(self, time: int) -> int:
        """Return the latest time of the wall clock that is this time: after a break."""
        for free in reversed(self.free):
            if time + free.behind >= free.start:
                return time + free.behind
        return time

    def _arriving(self, time: int) -> int:
        """Return the earliest time of the wall clock that is this time: before a break."""
        for free in self.free:
            if time + free.behind <= free.end:
                return time + free.behind
        return time


def _free(day: WorkDay) -> tuple[Free, ...]:
    found: list[Free] = []
    now, behind = day.start, 0
    for busy in sorted(day.busy, key=lambda span: span.start):
        start, end = max(busy.start, now), min(busy.end, day.end)
        if end <= start:
            continue
        if start > now:
            found.append(Free(now, start, behind))
        behind += end - start
        now = end
    if day.end > now:
        found.append(Free(now, day.end, behind))
    return tuple(found)


def _outermost(pieces: set[Piece]) -> list[Piece]:
    return [
        one
        for one in pieces
        if not any(
            other != one and other.first <= one.first and one.last <= other.last for other in pieces
        )
    ]
