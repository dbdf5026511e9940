"""Where a search begins: fixed appointments first, then the visits of a plan that is there."""

from ..problem import Cause, Solution
from .data import NEVER
from .state import State

Lost = dict[int, tuple[Cause, int | None]]


def place_fixed(state: State) -> tuple[set[int], Lost]:
    """Give fixed appointments their places; returns those that have one, and why others have not.

    Where two cannot both be, the one that is worth more stays.
    """
    data = state.data
    fixed = [
        number
        for number, one in enumerate(data.occurrences)
        if one.is_fixed and number not in data.kept
    ]
    fixed.sort(key=lambda number: (-data.drop_cost[number], number))
    placed: set[int] = set()
    lost: Lost = {}
    for number in fixed:
        if data.hulls[number] is None:
            continue
        if any(_squeeze_in(state, number, day) for day in data.starts[number]):
            placed.add(number)
        else:
            lost[number] = ("clash", _rival(state, number))
    return placed, lost


def place_start(state: State, start: Solution) -> None:
    """Plan the visits as a plan has them, as far as that is still possible."""
    data = state.data
    by_day: dict[int, list[int]] = {}
    for planned in sorted(start.planned, key=lambda one: (one.day, one.start, one.order)):
        number = data.index.get(planned.key)
        if number is not None and planned.day in data.starts[number]:
            by_day.setdefault(planned.day, []).append(number)
    for day, wanted in by_day.items():
        _place_day(state, day, wanted)


def _place_day(state: State, day: int, wanted: list[int]) -> None:
    """Give a day its visits in this order; one by one, where they do not all fit any more."""
    old = state.routes[day]
    fits = set(old) <= set(wanted)
    new = [number for number in wanted if state.day_of[number] < 0]
    for number in new:
        fits = fits and _keeps_limits(state, number, day, len(new))
        if fits:
            state.move(number, day)
    if fits and state.set_route(day, [one for one in wanted if one in new or one in old]):
        return
    for number in new:
        state.move(number, -1)
    for number in new:
        if _keeps_limits(state, number, day, 1):
            _squeeze_in(state, number, day)


def _keeps_limits(state: State, number: int, day: int, more: int) -> bool:
    """Tell whether a day can take a visit, of so many, and neither week nor gap is broken."""
    data = state.data
    most = data.problem.days[day].most_visits
    if most is not None and len(state.routes[day]) + more > most:
        return False
    if data.is_funnel[number] and state.room[day] < data.service[number]:
        return False
    if data.spacing.series_of[number] < 0:
        return True
    gaps, _saved = data.spacing.around(number, state.day_of, data.dates)
    return gaps is None or float(gaps[day]) < NEVER


def _squeeze_in(state: State, number: int, day: int) -> bool:
    """Put a visit into a day, the later in it the better; returns False if it does not fit."""
    for position in range(len(state.routes[day]), -1, -1):
        if state.insert(number, day, position):
            return True
    return False


def _rival(state: State, number: int) -> int | None:
    """Return the key of the fixed appointment that is in the way."""
    data = state.data
    for day, pieces in data.starts[number].items():
        begin = pieces[0].first
        near = [
            (abs(data.starts[other][day][0].first - begin), data.occurrences[other].key)
            for other in state.routes[day]
            if data.occurrences[other].is_fixed and other != number
        ]
        if near:
            return min(near)[1]
    return None
