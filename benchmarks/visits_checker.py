"""Whether a plan of visits is one: an independent check of a ``Problem`` and its ``Solution``.

Nothing of ``planning`` is used but the shape of its values, so a mistake there cannot hide here.
``check`` returns what is wrong, a sentence each, and the figures by which plans are compared.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CAUSES = {
    "no_place",
    "frequency",
    "closed",
    "window",
    "no_hours",
    "too_far",
    "clash",
    "spacing",
    "full",
    "funnel_hours",
}
# Travel times have fractions, plans are made of whole seconds: a second a leg.
ROUNDING = 1.0
TOLERANCE = 0.4  # a gap is even between 0.6 and 1.4 of the usual one


@dataclass(frozen=True)
class Checked:
    """What an independent look at a plan has found.

    :param wrong: sentences; a plan without any is valid
    :param missed: keys of fixed visits that are not planned
    :param travel_seconds: on the road, ways from and back to where days begin and end included
    :param gaps: between visits of a series that are planned and follow each other
    :param uneven: gaps outside 0.6 to 1.4 of the usual one
    :param loads: of each working day that is not frozen: travel and visits / its length
    """

    wrong: tuple[str, ...]
    due: int
    planned: int
    unserved: int
    missed: tuple[int, ...]
    travel_seconds: float
    travel_metres: float
    gaps: int
    uneven: int
    loads: tuple[float, ...]

    @property
    def spread(self) -> float:
        """Return the standard deviation of the days' load."""
        return statistics.pstdev(self.loads) if self.loads else 0.0

    @property
    def travel_hours(self) -> float:
        """Return the hours on the road."""
        return self.travel_seconds / 3600

    @property
    def uneven_share(self) -> float:
        """Return the share of gaps that are off."""
        return self.uneven / self.gaps if self.gaps else 0.0


def check(problem: Any, solution: Any) -> Checked:
    """Return what is wrong with a plan, and its figures."""
    visits = {one.key: one for one in problem.occurrences}
    days: dict[int, list[Any]] = defaultdict(list)
    for one in solution.planned:
        days[one.day].append(one)
    for stops in days.values():
        stops.sort(key=lambda one: one.order)
    wrong = [*_check_keys(problem, solution)]
    if wrong:  # nothing else could be told
        return _figures(problem, solution, wrong, visits, days)
    wrong += _check_offers(problem, solution, visits)
    for index in sorted(days):
        wrong += _check_day(problem, index, days[index], visits)
    wrong += _check_series(problem, solution, visits)
    wrong += _check_funnel(problem, solution, visits)
    return _figures(problem, solution, wrong, visits, days)


def _check_keys(problem: Any, solution: Any) -> Iterator[str]:
    """Planned and unserved together are due, each once."""
    due = Counter(one.key for one in problem.occurrences)
    told = Counter(one.key for one in (*solution.planned, *solution.unserved))
    for key in due - told:
        yield f"visit {key} is neither planned nor unserved"
    for key in told - due:
        yield f"visit {key} is told of more often than it is due"
    for one in solution.unserved:
        if one.cause not in CAUSES:
            yield f"visit {one.key} is unserved for no known cause: {one.cause}"
        if one.other is not None and one.other not in due:
            yield f"visit {one.key} gave way to {one.other}, which does not exist"
    for one in solution.planned:
        if not 0 <= one.day < len(problem.days):
            yield f"visit {one.key} is planned on a day {one.day} that does not exist"


def _check_offers(problem: Any, solution: Any, visits: dict[int, Any]) -> Iterator[str]:
    """Each visit lies within a window of its day as a whole; frozen days stay as they are."""
    for one in solution.planned:
        visit = visits[one.key]
        windows = [
            window for offer in visit.offers if offer.day == one.day for window in offer.windows
        ]
        end = one.start + visit.service
        if not any(window.start <= one.start and end <= window.end for window in windows):
            yield f"visit {one.key} at {one.start} on day {one.day} is in no window"
        stays = visit.is_fixed or visit.current == (one.day, one.start)
        if problem.days[one.day].is_frozen and not stays:
            yield f"visit {one.key} was put on day {one.day}, which is frozen"
    planned = {one.key: (one.day, one.start) for one in solution.planned}
    for visit in problem.occurrences:
        on_frozen = visit.current is not None and problem.days[visit.current[0]].is_frozen
        if on_frozen and planned.get(visit.key) != visit.current:
            yield f"visit {visit.key} was taken from day {visit.current[0]}, which is frozen"


def _check_day(
    problem: Any, index: int, stops: Sequence[Any], visits: dict[int, Any]
) -> Iterator[str]:
    """The day can be driven: in this order, at these times, around what else goes on."""
    day = problem.days[index]
    if [one.order for one in stops] != list(range(len(stops))):
        yield f"day {index} counts its stops {[one.order for one in stops]}"
    if day.most_visits is not None and len(stops) > day.most_visits:
        yield f"day {index} has {len(stops)} visits, at most {day.most_visits} are wanted"
    for stop in stops:
        end = stop.start + visits[stop.key].service
        if any(span.start < end and stop.start < span.end for span in day.busy):
            yield f"visit {stop.key} at {stop.start} on day {index} is while the person is busy"
    yield from _check_times(problem, index, stops, visits)


def _check_times(
    problem: Any, index: int, stops: Sequence[Any], visits: dict[int, Any]
) -> Iterator[str]:
    """Every stop is reached in time, and the day begins and ends as it should."""
    day = problem.days[index]
    legs = _legs(problem, day, stops, visits)
    departure = _leave_at(stops[0].start, legs[0], day.busy)
    if departure < day.start - ROUNDING:
        yield f"day {index} has to begin at {departure:.0f}, before {day.start}"
    arrival = float(stops[0].start)
    for stop, leg, onward in zip(stops, legs, legs[1:], strict=False):
        if abs(stop.travel_seconds - leg) > ROUNDING:
            yield f"visit {stop.key}: {stop.travel_seconds} s of travel are {leg:.0f} s"
        if arrival > stop.start + ROUNDING:
            yield f"visit {stop.key} begins at {stop.start}, reached at {arrival:.0f}"
        arrival = _arrive_at(stop.start + visits[stop.key].service, onward, day.busy)
    if arrival > day.end + ROUNDING:
        yield f"day {index} ends at {arrival:.0f}, after {day.end}"
    if day.longest is not None and arrival - departure > day.longest + 2 * ROUNDING:
        yield f"day {index} takes {arrival - departure:.0f} s, at most {day.longest}"


def _legs(problem: Any, day: Any, stops: Sequence[Any], visits: dict[int, Any]) -> list[float]:
    places = [day.origin, *(visits[one.key].place for one in stops), day.destination]
    return [float(problem.seconds[here, there]) for here, there in pairwise(places)]


def _arrive_at(time: float, drive: float, busy: Iterable[Any]) -> float:
    """Return when a drive ends that begins at a time and pauses while the person is busy."""
    for span in sorted(busy, key=lambda one: one.start):
        if span.end <= time:
            continue
        if drive <= 0 or time + drive <= span.start:
            break
        drive -= max(0.0, span.start - time)
        time = max(time, span.end)
    return time + drive


def _leave_at(time: float, drive: float, busy: Iterable[Any]) -> float:
    """Return the latest time to begin a drive that ends at a time."""
    mirrored = [_Mirrored(-span.end, -span.start) for span in busy]
    return -_arrive_at(-time, drive, mirrored)


@dataclass(frozen=True)
class _Mirrored:
    start: float
    end: float


def _check_series(problem: Any, solution: Any, visits: dict[int, Any]) -> Iterator[str]:
    """Visits to a customer are no nearer and no farther than agreed; what is fixed is as it is."""
    for series, gap, keys, steps in _gaps(problem, solution):
        free = [key for key in keys if key is not None and not visits[key].is_fixed]
        if not free:
            continue
        if gap < (series.least_gap or 1):
            yield f"visits {keys} are {gap} days apart, at least {series.least_gap or 1} are wanted"
        if series.largest_gap is not None and steps == 1 and gap > series.largest_gap:
            yield f"visits {keys} are {gap} days apart, at most {series.largest_gap} are wanted"


def _gaps(
    problem: Any, solution: Any
) -> Iterator[tuple[Any, int, tuple[int | None, int | None], int]]:
    """Yield the gaps of all series: days, the visits around it, how many gaps it should be."""
    known = range(len(problem.days))
    dates = {one.key: problem.days[one.day].date for one in solution.planned if one.day in known}
    for series in problem.series:
        members = [(rank, key, dates[key]) for rank, key in enumerate(series.keys) if key in dates]
        if series.before is not None:
            members.insert(0, (-1, None, series.before))
        if series.after is not None:
            members.append((len(series.keys), None, series.after))
        for (rank, key, day), (next_rank, next_key, next_day) in pairwise(members):
            if key is not None or next_key is not None:
                yield series, (next_day - day).days, (key, next_key), next_rank - rank


def _check_funnel(problem: Any, solution: Any, visits: dict[int, Any]) -> Iterator[str]:
    """Funnel visits keep to their hours, week by week."""
    used: Counter[tuple[int, int]] = Counter()
    for one in solution.planned:
        if visits[one.key].origin == "funnel":
            used[problem.days[one.day].date.isocalendar()[:2]] += visits[one.key].service
    for week, seconds in sorted(used.items()):
        most = problem.funnel_seconds.get(week)
        if most is not None and seconds > most:
            yield f"week {week} has {seconds} s of funnel visits, at most {most}"


def _figures(
    problem: Any,
    solution: Any,
    wrong: Sequence[str],
    visits: dict[int, Any],
    days: dict[int, list[Any]],
) -> Checked:
    planned = {one.key for one in solution.planned}
    gaps = [
        gap / (series.period * steps)
        for series, gap, _keys, steps in _gaps(problem, solution)
        if steps == 1
    ]
    seconds = metres = 0.0
    loads = []
    for index, day in enumerate(problem.days):
        stops = [one for one in days.get(index, ()) if one.key in visits]
        driven = 0.0
        if stops:
            places = [day.origin, *(visits[one.key].place for one in stops), day.destination]
            driven = sum(float(problem.seconds[a, b]) for a, b in pairwise(places))
            metres += sum(float(problem.metres[a, b]) for a, b in pairwise(places))
        seconds += driven
        length = day.end - day.start - sum(span.end - span.start for span in day.busy)
        if not day.is_frozen and length > 0:
            loads.append((driven + sum(visits[one.key].service for one in stops)) / length)
    return Checked(
        wrong=tuple(wrong),
        due=len(problem.occurrences),
        planned=len(solution.planned),
        unserved=len(solution.unserved),
        missed=tuple(one.key for one in visits.values() if one.is_fixed and one.key not in planned),
        travel_seconds=seconds,
        travel_metres=0.0 if math.isnan(metres) else metres,
        gaps=len(gaps),
        uneven=sum(1 for share in gaps if not 1 - TOLERANCE <= share <= 1 + TOLERANCE),
        loads=tuple(loads),
    )
