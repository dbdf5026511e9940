"""The times of a day that has changed, as near as can be to what they were."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ..day.clock import first_from
from ..day.schedule import Frame, earliest, frame_of, is_possible, latest, visit_on
from ..problem import Planned
from ..slots.standing import Standing, pinned


def steady_day(
    plan: Standing, index: int, keys: Sequence[int], before: Mapping[int, int]
) -> list[Planned] | None:
    """Return a day's visits with the times they had, where that is possible.

    Those that were there keep their times, and new ones are put between them where that is
    shortest. If they cannot, the order given holds, and each is as near to its old time as it can
    be. Nothing where not even that is possible.

    :param plan: tells places and days; its times are not looked at
    :param keys: of the day's visits, in the order that a search gave them
    :param before: start of each visit that was on this day already
    """
    frame = _frame(plan, index, keys, before)
    order = _put_between(frame, keys, before)
    if order is not None:
        times = earliest(frame, order)
    else:
        frame, order = _frame(plan, index, keys, {}), list(range(len(keys)))
        times = _near(frame, order, [before.get(key) for key in keys])
    if times is None:
        return None
    moments = [frame.clock.moment(time) for time in times[: len(order)]]
    return planned_day(plan, index, [keys[at] for at in order], moments)


def can_stay(plan: Standing, index: int) -> bool:
    """Tell whether a day can be driven at the times its visits have, whoever made them."""
    visits = plan.days[index]
    starts = {one.key: one.start for one in visits}
    frame = _frame(plan, index, [one.key for one in visits], starts, everywhere=True)
    return is_possible(frame, range(len(visits)))


def planned_day(
    plan: Standing, index: int, keys: Sequence[int], starts: Sequence[int]
) -> list[Planned]:
    """Return a day's visits in this order, with what each drive takes."""
    place = plan.problem.days[index].origin
    result = []
    for order, (key, start) in enumerate(zip(keys, starts, strict=True)):
        there = plan.occurrences[key].place
        seconds, metres = plan.leg_seconds(place, there), plan.leg_metres(place, there)
        result.append(Planned(key, index, order, start, seconds, metres))
        place = there
    return result


def _frame(
    plan: Standing,
    index: int,
    keys: Sequence[int],
    starts: Mapping[int, int],
    *,
    everywhere: bool = False,
) -> Frame:
    """Return the day; visits that have a start can begin then only.

    :param everywhere: also at times at which they are not offered
    """
    visits = [visit_on(plan.occurrences[key], index) for key in keys]
    kept = [
        pinned(visit, starts[visit.key])
        if visit.key in starts and (visit.windows or everywhere)
        else visit
        for visit in visits
    ]
    return frame_of(plan.problem.days[index], kept, plan.problem.seconds)


def _put_between(frame: Frame, keys: Sequence[int], before: Mapping[int, int]) -> list[int] | None:
    """Return an order in which those that were there keep their times; nothing if none does."""
    order = sorted(
        (at for at, key in enumerate(keys) if key in before), key=lambda at: before[keys[at]]
    )
    if not is_possible(frame, order):
        return None
    for new in (at for at, key in enumerate(keys) if key not in before):
        orders = [[*order[:row], new, *order[row:]] for row in range(len(order) + 1)]
        possible = [one for one in orders if is_possible(frame, one)]
        if not possible:
            return None
        order = min(possible, key=lambda one: _length(frame, one))
    return order


def _length(frame: Frame, order: Sequence[int]) -> int:
    stops = (frame.origin, *order, frame.destination)
    return sum(int(frame.travel[here][there]) for here, there in pairwise(stops))


def _near(frame: Frame, order: Sequence[int], wanted: Sequence[int | None]) -> list[int] | None:
    """Return starts in an order as near to what is wanted as can be, by the working clock."""
    limits = latest(frame, order)
    if limits is None or not is_possible(frame, order):
        return None
    times: list[int] = []
    free, last = frame.begin, frame.origin
    for at, until in zip(order, limits[1:], strict=False):
        arrival = free + frame.travel[last][at]
        wish = wanted[at]
        at_best = arrival if wish is None else max(arrival, min(until, frame.clock.worked(wish)))
        start = first_from(frame.starts[at], at_best)
        if start is None:
            return None
        times.append(start)
        free, last = start + frame.services[at], at
    longest = frame.day.longest
    if longest is not None and order and _is_longer(frame, order, times, longest):
        return earliest(frame, order)
    return times


def _is_longer(frame: Frame, order: Sequence[int], times: Sequence[int], longest: int) -> bool:
    first, last = order[0], order[-1]
    leaves = times[0] - frame.travel[frame.origin][first]
    back = times[-1] + frame.services[last] + frame.travel[last][frame.destination]
    return frame.clock.moment_before(back) - frame.clock.moment(leaves) > longest
