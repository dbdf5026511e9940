"""What happens to a plan in force: a day off, a shorter day, a visit cancelled, an urgent one."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from ..problem import Occurrence, Offer, Problem, Series, Solution, Span, WorkDay

Reason = Literal[
    "day_off",  # its day is not worked any more
    "day_shorter",  # it does not fit into what is left of its day
    "cancelled",
    "urgent",  # it is the new one
    "makes_room",  # another visit has taken its place
    "gives_way",  # others are worth more
    "neighbours",  # visits before or after it have changed
    "room",  # there is time for it now
    "better",  # it fits better there now
]


@dataclass(frozen=True, slots=True)
class DayOff:
    """The person does not work on a day; ``day`` is its index."""

    day: int


@dataclass(frozen=True, slots=True)
class DayHours:
    """The person works other hours on a day: seconds from midnight."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A visit does not take place; ``key`` of its occurrence."""

    key: int


@dataclass(frozen=True, slots=True)
class Urgent:
    """A visit that has to find a time; fixed, where its time is agreed.

    A new one, or one that is due and has no time yet.
    """

    visit: Occurrence


Change: TypeAlias = DayOff | DayHours | Cancelled | Urgent


@dataclass(slots=True)
class Changed:
    """A problem after changes, and what each visit that they hit was hit by.

    :param hit: by key; those that cannot stay where they are
    :param gone: keys that are not due any more
    :param planned: keys that have a time in the plan in force
    """

    problem: Problem
    planned: frozenset[int]
    hit: dict[int, Reason] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)


def apply_changes(problem: Problem, solution: Solution, changes: Iterable[Change]) -> Changed:
    """Return the problem as it is now; the plan in force stands in ``current`` of its visits.

    :raises ValueError: where a change names a day or visit that is not there
    """
    current = {one.key: (one.day, one.start) for one in solution.planned}
    visits = tuple(
        replace(one, current=current.get(one.key, one.current)) for one in problem.occurrences
    )
    changed = Changed(replace(problem, occurrences=visits), frozenset(current))
    for change in changes:
        _apply(changed, change)
    return changed


def _apply(changed: Changed, change: Change) -> None:
    if isinstance(change, Urgent):
        _add(changed, change.visit)
    elif isinstance(change, Cancelled):
        _remove(changed, change.key)
    elif not 0 <= change.day < len(changed.problem.days):
        raise ValueError(f"there is no day {change.day}")
    elif isinstance(change, DayOff):
        day = changed.problem.days[change.day]
        off = replace(day, end=day.start, busy=())
        _take_hours(changed, change.day, off, "day_off")
    else:
        day = changed.problem.days[change.day]
        shorter = replace(
            day,
            start=max(0, change.start),
            end=max(change.start, change.end),
        )
        _take_hours(changed, change.day, shorter, "day_shorter")


def _add(changed: Changed, visit: Occurrence) -> None:
    """Add a visit; one that is due already, and has no time, becomes an urgent one."""
    others = tuple(one for one in changed.problem.occurrences if one.key != visit.key)
    if visit.key in changed.planned:
        raise ValueError(f"visit {visit.key} has its time already")
    changed.hit[visit.key] = "urgent"
    visits = (*others, replace(visit, current=None))
    changed.problem = replace(changed.problem, occurrences=visits)


def _remove(changed: Changed, key: int) -> None:
    visits = tuple(one for one in changed.problem.occurrences if one.key != key)
    if len(visits) == len(changed.problem.occurrences):
        raise ValueError(f"there is no visit {key}")
    changed.gone.add(key)
    changed.hit[key] = "cancelled"
    series = tuple(part for one in changed.problem.series for part in _parts(one, key))
    changed.problem = replace(changed.problem, occurrences=visits, series=series)


def _parts(series: Series, key: int) -> tuple[Series, ...]:
    """Return what is left of a series around a visit that does not take place.

    The gap stays a gap: the visits before and after it do not move towards each other.
    """
    if key not in series.keys:
        return (series,)
    at = series.keys.index(key)
    before = replace(series, keys=series.keys[:at], after=None)
    after = replace(series, keys=series.keys[at + 1 :], before=None)
    return tuple(one for one in (before, after) if one.keys)


def _take_hours(changed: Changed, index: int, day: WorkDay, reason: Reason) -> None:
    """Change the hours of a day, and offer nothing outside them."""
    problem = changed.problem
    hit = [
        one.key
        for one in problem.occurrences
        if one.current and one.current[0] == index and _is_hit(one, one.current[1], day)
    ]
    changed.hit.update(dict.fromkeys(hit, reason))
    # A frozen day stays as it is, unless that cannot be.
    day = replace(day, is_frozen=day.is_frozen and not hit)
    days = (*problem.days[:index], day, *problem.days[index + 1 :])
    visits = tuple(_within(one, index, day) for one in problem.occurrences)
    changed.problem = replace(problem, days=days, occurrences=visits)


def _is_hit(visit: Occurrence, start: int, day: WorkDay) -> bool:
    return start < day.start or start + visit.service > day.end


def _within(visit: Occurrence, index: int, day: WorkDay) -> Occurrence:
    """Return a visit without offers outside a day's hours."""
    offers = []
    for offer in visit.offers:
        windows = offer.windows
        if offer.day == index:
            cut = ((max(one.start, day.start), min(one.end, day.end)) for one in windows)
            windows = tuple(Span(start, end) for start, end in cut if end - start >= visit.service)
        if windows:
            offers.append(Offer(offer.day, windows))
    return replace(visit, offers=tuple(offers))
