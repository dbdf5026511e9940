"""Where a search begins: fixed appointments first, then the visits of a plan that is there."""

from .period_data import NEVER
from .period_state import State
from .problem import Cause, Solution

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
    wanted = sorted(start.planned, key=lambda planned: (planned.day, planned.start, planned.order))
    for planned in wanted:
        number = data.index.get(planned.key)
        if number is None or state.day_of[number] >= 0 or planned.day not in data.starts[number]:
            continue
        if _keeps_distance(state, number, planned.day):
            _squeeze_in(state, number, planned.day)


def _keeps_distance(state: State, number: int, day: int) -> bool:
    """Tell whether neither the gaps nor the limits of the day and the week are broken."""
    data = state.data
    if state.shut[day] or (data.is_funnel[number] and state.room[day] < data.service[number]):
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
