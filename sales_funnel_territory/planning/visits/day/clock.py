"""The clock of a working day that stands still while its person is busy.

A drive may be interrupted by a break or a meeting, a visit may not. By a clock that stands still
meanwhile, a drive takes as long as it takes, and a visit has a few spans in which it may start:
all that is left of breaks. Seconds of the day are called ``moment``, of this clock ``worked``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..problem import Span, WorkDay

# A span of possible starts: the first and the last of them, both included.
Starts = tuple[tuple[int, int], ...]


class WorkClock:
    """Turns seconds of the day into seconds worked since midnight, and back.

    >>> clock = WorkClock([Span(43_200, 46_800)])  # a break from 12 to 13
    >>> clock.worked(50_400), clock.moment(43_200), clock.moment_before(43_200)
    (46800, 46800, 43200)
    """

    __slots__ = ("_before", "_reached", "busy")

    def __init__(self, busy: Iterable[Span] = ()) -> None:
        self.busy = _united(busy)
        self._before = [0]  # seconds of the breaks before the first, second ... of them
        for span in self.busy:
            self._before.append(self._before[-1] + span.length)
        # what the clock shows during each break
        self._reached = [span.start - self._before[at] for at, span in enumerate(self.busy)]

    def worked(self, moment: int) -> int:
        """Return what the clock shows at a moment; during a break, what it showed as that began."""
        for at, span in enumerate(self.busy):
            if moment < span.end:
                return min(moment, span.start) - self._before[at]
        return moment - self._before[-1]

    def moment(self, worked: int) -> int:
        """Return when the clock shows that and goes on: after a break, where it stands then."""
        return worked + self._before[bisect_right(self._reached, worked)]

    def moment_before(self, worked: int) -> int:
        """Return when the clock first shows that: before a break, where it stands then."""
        return worked + self._before[sum(1 for reached in self._reached if reached < worked)]


def possible_starts(
    clock: WorkClock, day: WorkDay, windows: Sequence[Span], service: int
) -> Starts:
    """Return when a visit may start, by the clock: within the day and one window, without a break.

    >>> day = WorkDay(None, 28_800, 64_800, 0, 0, (Span(43_200, 46_800),))
    >>> possible_starts(WorkClock(day.busy), day, [Span(36_000, 54_000)], 3_600)
    ((36000, 39600), (43200, 46800))
    """
    found = []
    for free in _free(clock.busy, day.start, day.end):
        stood = clock.worked(free.start) - free.start
        for window in windows:
            first = max(free.start, window.start)
            last = min(free.end, window.end) - max(service, 1)
            if first <= last:
                found.append((first + stood, last + stood))
    return _joined(found)


def without_breaks_in(day: WorkDay, spans: Sequence[Span]) -> WorkDay:
    """Return a day whose breaks leave out some spans: whoever agreed on a time works then.

    >>> noon = WorkDay(None, 28_800, 64_800, 0, 0, (Span(43_200, 46_800),))
    >>> without_breaks_in(noon, [Span(42_300, 45_000)]).busy
    (Span(start=45000, end=46800),)
    """
    busy = list(day.busy)
    for span in spans:
        edges = [
            ((one.start, min(one.end, span.start)), (max(one.start, span.end), one.end))
            for one in busy
        ]
        busy = [Span(start, end) for pair in edges for start, end in pair if start < end]
    return replace(day, busy=tuple(busy))


def first_from(starts: Starts, worked: int) -> int | None:
    """Return the first possible start not before that."""
    for first, last in starts:
        if worked <= last:
            return max(first, worked)
    return None


def last_until(starts: Starts, worked: int) -> int | None:
    """Return the last possible start not after that."""
    for first, last in reversed(starts):
        if worked >= first:
            return min(last, worked)
    return None


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    united: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if not span.length:
            continue
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return tuple(united)


def _free(busy: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return the spans of a day between its breaks."""
    edges = [start]
    for span in busy:
        if span.end > start and span.start < end:
            edges += [max(span.start, start), min(span.end, end)]
    edges.append(end)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(first, last) for first, last in pairs if first < last]


def _joined(spans: Iterable[tuple[int, int]]) -> Starts:
    """Return spans of starts in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
