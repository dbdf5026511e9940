"""A person's working days out of a calendar: hours, what takes time in them, half-days left free.

Moments become seconds of a day by the clock of one time zone, so that nine o'clock is nine o'clock
also on the days on which clocks are changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from ..problem import DAY_SECONDS, Span, WorkDay

NOON: Final = 43_200
# A break that lies within these hours parts a day into its halves.
_MIDDAY: Final = Span(37_800, 52_200)
# Half-days that are left free first: people like a free end of the week, then its middle.
_FREE_FIRST: Final = (4, 2, 1, 3, 0, 5, 6)
# Shorter pieces of a working day are of no use in the field.
_LEAST_DAY: Final = 1_800

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants to work.

    :param free_half_days: in a full week; shorter weeks have fewer
    :param longest: most seconds from leaving to coming back
    :param most_visits: a day
    """

    free_half_days: int = 0
    longest: int | None = None
    most_visits: int | None = None


def spans_by_day(
    moments: Iterable[tuple[datetime, datetime]], zone: ZoneInfo
) -> dict[date, list[Span]]:
    """Return spans of each day, by the clock of a time zone.

    :param moments: start and end, in UTC if they are naive

    >>> spans_by_day([(datetime(2026, 3, 2, 7), datetime(2026, 3, 2, 8))], ZoneInfo("UTC"))
    {datetime.date(2026, 3, 2): [Span(start=25200, end=28800)]}
    """
    found: dict[date, list[Span]] = defaultdict(list)
    for begin, end in moments:
        first, last = clock_time(begin, zone), clock_time(end, zone)
        day = first[0]
        while day <= last[0]:
            start = first[1] if day == first[0] else 0
            stop = last[1] if day == last[0] else DAY_SECONDS
            if stop > start:
                found[day].append(Span(start, stop))
            day += timedelta(days=1)
    return {day: sorted(spans, key=_start) for day, spans in found.items()}


def clock_time(moment: datetime, zone: ZoneInfo) -> tuple[date, int]:
    """Return the day and the seconds of it that the clock shows; in UTC if it is naive.

    >>> clock_time(datetime(2026, 7, 1, 7), ZoneInfo("Europe/Berlin"))
    (datetime.date(2026, 7, 1), 32400)
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    local = aware.astimezone(zone)
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second


def moment_of(day: date, seconds: int, zone: ZoneInfo) -> datetime:
    """Return the naive moment in UTC at which the clock shows that.

    >>> moment_of(date(2026, 7, 1), 32_400, ZoneInfo("Europe/Berlin"))
    datetime.datetime(2026, 7, 1, 7, 0)
    """
    at = datetime.combine(day, time.min) + timedelta(seconds=seconds)
    return at.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def week_start(year: int, week: int) -> date:
    """Return the Monday of an ISO week.

    >>> week_start(2026, 1)
    datetime.date(2025, 12, 29)
    """
    return date.fromisocalendar(year, week, 1)


def work_days(
    working: Mapping[date, Sequence[Span]],
    busy: Mapping[date, Sequence[Span]],
    ends: Callable[[date], tuple[int, int]],
    wishes: Wishes,
    fixed: Mapping[date, Sequence[Span]] | None = None,
) -> tuple[WorkDay, ...]:
    """Return the days in the field, in order; whatever lies between working hours is a break.

    :param working: hours of each day
    :param busy: when nothing goes on in the field
    :param ends: rows of the places where a day begins and ends
    :param fixed: appointments: their half-days are not left free
    """
    days = [
        WorkDay(
            date=day,
            start=spans[0].start,
            end=spans[-1].end,
            origin=ends(day)[0],
            destination=ends(day)[1],
            busy=_taken(spans, busy.get(day, ())),
            longest=wishes.longest,
            most_visits=wishes.most_visits,
        )
        for day, spans in sorted(working.items())
        if spans
    ]
    days = [day for day in days if free_seconds(day) >= _LEAST_DAY]
    return _leave_free(days, wishes.free_half_days, fixed or {})


def left_free(days: Iterable[WorkDay], kept: Iterable[WorkDay]) -> dict[date, Span]:
    """Return what some days have more than what is kept of them: the half-days left free.

    >>> whole = WorkDay(date(2026, 3, 6), 8, 17, 0, 0)
    >>> left_free([whole], [replace(whole, end=12)])
    {datetime.date(2026, 3, 6): Span(start=12, end=17)}
    """
    rest = {day.date: day for day in kept}
    found = {}
    for day in days:
        other = rest.get(day.date)
        if other is None:
            found[day.date] = Span(day.start, day.end)
        elif other.start > day.start:
            found[day.date] = Span(day.start, other.start)
        elif other.end < day.end:
            found[day.date] = Span(other.end, day.end)
    return found


def free_seconds(day: WorkDay) -> int:
    """Return the seconds of a day that nothing else takes.

    >>> free_seconds(WorkDay(date(2026, 3, 2), 0, 100, 0, 0, (Span(10, 30), Span(20, 40))))
    70
    """
    return day.end - day.start - sum(span.length for span in _united(day.busy))


def _taken(working: Sequence[Span], busy: Sequence[Span]) -> Spans:
    """Return what takes time between the first and the last working hour of a day."""
    first, last = working[0].start, working[-1].end
    gaps = [Span(one.end, after.start) for one, after in pairwise(working) if after.start > one.end]
    cut = [Span(max(one.start, first), min(one.end, last)) for one in busy if _meet(one, working)]
    return _united([*gaps, *cut])


def _meet(span: Span, working: Sequence[Span]) -> bool:
    return span.start < working[-1].end and working[0].start < span.end


def _united(spans: Iterable[Span]) -> Spans:
    united: list[Span] = []
    for span in sorted(spans, key=_start):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        elif span.length:
            united.append(span)
    return tuple(united)


def _start(span: Span) -> tuple[int, int]:
    return span.start, span.end


# ------------------------------------------------------------------ half-days left free


def _leave_free(
    days: Sequence[WorkDay], number: int, fixed: Mapping[date, Sequence[Span]]
) -> tuple[WorkDay, ...]:
    weeks: dict[tuple[int, int], list[WorkDay]] = defaultdict(list)
    for day in days:
        weeks[day.date.isocalendar()[:2]].append(day)
    result: list[WorkDay] = []
    for week in weeks.values():
        share = min(number, round(number * len(week) / 5))
        result += _leave_free_in(week, share, fixed)
    return tuple(result)


def _leave_free_in(
    week: Sequence[WorkDay], number: int, fixed: Mapping[date, Sequence[Span]]
) -> list[WorkDay]:
    """Return the days of a week less so many half-days, such as nobody has agreed on."""
    left = {day.date: day for day in week}
    for is_afternoon in (True, False):
        for weekday in _FREE_FIRST:
            day = next((one for one in left.values() if one.date.weekday() == weekday), None)
            if number <= 0 or day is None:
                continue
            half = _half(day, is_afternoon)
            appointments = fixed.get(day.date, ())
            if not half.length or any(_overlap(half, one) for one in appointments):
                continue
            number -= 1
            rest = _without(day, half)
            if rest is None:
                del left[day.date]
            else:
                left[day.date] = rest
    return [left[day.date] for day in week if day.date in left]


def _half(day: WorkDay, is_afternoon: bool) -> Span:
    """Return half a day: parted by the longest break around noon, else by noon."""
    breaks = [span for span in day.busy if _overlap(span, _MIDDAY) and span.length < 4 * 3600]
    pause = max(breaks, key=lambda span: span.length, default=Span(NOON, NOON))
    if is_afternoon:
        return Span(min(max(pause.end, day.start), day.end), day.end)
    return Span(day.start, max(min(pause.start, day.end), day.start))


def _without(day: WorkDay, half: Span) -> WorkDay | None:
    """Return what is left of a day beside one of its halves."""
    start, end = (day.start, half.start) if half.end == day.end else (half.end, day.end)
    busy = tuple(
        Span(max(one.start, start), min(one.end, end))
        for one in day.busy
        if one.start < end and start < one.end
    )
    if busy and busy[-1].end == end:
        end, busy = busy[-1].start, busy[:-1]
    if busy and busy[0].start == start:
        start, busy = busy[0].end, busy[1:]
    rest = replace(day, start=start, end=end, busy=busy) if end > start else None
    return rest if rest and free_seconds(rest) >= _LEAST_DAY else None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
