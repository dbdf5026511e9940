"""What differs between two plans of a person, visit by visit, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..problem import Cause, Planned, Unserved
from ..slots.standing import Standing
from .changes import Reason

Kind = Literal["moved", "retimed", "dropped", "added"]
Moment = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One visit that changes.

    :param kind: ``moved`` to another day, ``retimed`` on its day, ``dropped`` or ``added``
    :param before: day index and start, where it was planned; ``after`` where it is planned now
    :param cause: why a dropped one finds no other time
    :param other: key of a visit that made it change, if one did
    :param detour_before: seconds of travel its day was longer for it, and ``detour_after``
    """

    key: int
    kind: Kind
    reason: Reason
    before: Moment | None
    after: Moment | None
    cause: Cause | None = None
    other: int | None = None
    detour_before: int = 0
    detour_after: int = 0


def find_lines(
    before: Standing, after: Standing, hit: Mapping[int, Reason], unserved: Mapping[int, Unserved]
) -> Iterator[Line]:
    """Yield what changes, in the order in which the visits were planned, new ones last.

    :param hit: why visits cannot stay where they were
    :param unserved: of the plan after, by key
    """
    keys = [one.key for day in before.days for one in day]
    keys += [one.key for day in after.days for one in day if one.key not in before.planned]
    for key in keys:
        was, now = before.planned.get(key), after.planned.get(key)
        if not (was and now and _moment(was) == _moment(now)):
            yield _line(key, before, after, hit, unserved.get(key))


def _line(
    key: int,
    before: Standing,
    after: Standing,
    hit: Mapping[int, Reason],
    left_out: Unserved | None,
) -> Line:
    was, now = before.planned.get(key), after.planned.get(key)
    kind = _kind(was, now)
    rival = _rival(was, before, after) if was else None
    return Line(
        key=key,
        kind=kind,
        reason=hit.get(key) or _reason(kind, rival),
        before=_moment(was) if was else None,
        after=_moment(now) if now else None,
        cause=left_out.cause if left_out else None,
        other=None if key in hit else rival,
        detour_before=detour(before, key) if was else 0,
        detour_after=detour(after, key) if now else 0,
    )


def _moment(visit: Planned) -> Moment:
    return visit.day, visit.start


def _kind(was: Planned | None, now: Planned | None) -> Kind:
    if was is None:
        return "added"
    if now is None:
        return "dropped"
    return "moved" if was.day != now.day else "retimed"


def _reason(kind: Kind, rival: int | None) -> Reason:
    if kind == "added":
        return "room"
    if kind == "retimed":
        return "neighbours"
    if kind == "dropped":
        return "gives_way"
    return "makes_room" if rival is not None else "better"


def _rival(was: Planned, before: Standing, after: Standing) -> int | None:
    """Return the visit that is on its day now and was not, the nearest in time."""
    there = {one.key for one in before.days[was.day]}
    new = [one for one in after.days[was.day] if one.key not in there and one.key != was.key]
    return min(new, key=lambda one: abs(one.start - was.start)).key if new else None


def detour(plan: Standing, key: int) -> int:
    """Return the seconds of travel that a day is longer for one of its visits."""
    day = plan.planned[key].day
    places = [plan.occurrences[one.key].place for one in plan.days[day]]
    without = [plan.occurrences[one.key].place for one in plan.others(day, key)]
    return plan.seconds(day, places) - (plan.seconds(day, without) if without else 0)
