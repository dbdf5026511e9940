"""Why a visit is not on a day's route."""

from collections.abc import Sequence

from ..problem import Cause, Unserved
from .schedule import Frame, earliest, is_possible


def refused(frame: Frame) -> dict[int, Cause]:
    """Return the visits that could not be paid even if they were the only one, and why."""
    causes: dict[int, Cause] = {}
    for at, visit in enumerate(frame.visits):
        if frame.day.is_frozen and not visit.is_fixed:
            causes[at] = "full"
        elif frame.day.end <= frame.day.start:
            causes[at] = "no_hours"
        elif not visit.windows:
            causes[at] = "closed"
        elif all(window.length < visit.service for window in visit.windows):
            causes[at] = "window"
        elif not frame.starts[at]:
            causes[at] = "closed"
        elif not is_possible(frame, [at]):
            causes[at] = "too_far"
    return causes


def dropped_of(frame: Frame, order: Sequence[int]) -> list[Unserved]:
    """Return the visits that are not in an order, an appointment with the one it clashes with."""
    planned = set(order)
    dropped = []
    for at, visit in enumerate(frame.visits):
        if at in planned:
            continue
        other = _clash(frame, at, order) if visit.is_fixed else None
        if other is None:
            dropped.append(Unserved(visit.key, "full"))
        else:
            dropped.append(Unserved(visit.key, "clash", frame.visits[other].key))
    return dropped


def _clash(frame: Frame, at: int, order: Sequence[int]) -> int | None:
    """Return the appointment of an order beside which there is no other one."""
    for other in order:
        if not frame.visits[other].is_fixed:
            continue
        if earliest(frame, [at, other]) is None and earliest(frame, [other, at]) is None:
            return other
    return None
