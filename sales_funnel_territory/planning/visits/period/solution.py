"""From the search's numbers to a plan: times by the wall clock, and why a visit has none."""

from ..problem import Cause, Planned, Unserved
from .data import FAR, NEVER, Data
from .state import State
from .times import late_starts

Reasons = dict[int, tuple[Cause, int | None]]


def planned_visits(state: State) -> list[Planned]:
    """Return the visits of all days, in order."""
    visits: list[Planned] = []
    for day in range(len(state.routes)):
        visits += _frozen(state.data, day) or _open(state, day)
    return visits


def _open(state: State, day: int) -> list[Planned]:
    data, route = state.data, state.routes[day]
    visits = []
    for order, (number, start) in enumerate(zip(route, _starts(state, day), strict=True)):
        one = data.occurrences[number]
        windows = [span for offer in one.offers if offer.day == day for span in offer.windows]
        wall = data.clocks[day].wall(start, data.service[number], windows)
        before = data.place[route[order - 1]] if order else data.problem.days[day].origin
        visits.append(_planned(data, number, day, order, wall, before))
    return visits


def _starts(state: State, day: int) -> list[int]:
    """Return when visits start: as early as can be, later only where the day would be too long."""
    data, route = state.data, state.routes[day]
    if not route:
        return []
    early = [
        left - data.service[number]
        for number, left in zip(route, state.leaves[day][1:], strict=True)
    ]
    if not data.has_longest[day]:
        return early
    departure = early[0] - data.rows[data.problem.days[day].origin][data.place[route[0]]]
    _latest, arrival = state.latest_departure(day)
    longest = data.problem.days[day].longest
    assert longest is not None
    if data.clocks[day].elapsed(departure, arrival) <= longest:
        return early
    return late_starts(data, day, route, state.leaves[day][-1])[1:]


def _frozen(data: Data, day: int) -> list[Planned]:
    """Return what stays as it is on a frozen day."""
    kept = sorted((start, number) for number, (at, start) in data.kept.items() if at == day)
    visits: list[Planned] = []
    before = data.problem.days[day].origin
    for order, (start, number) in enumerate(kept):
        visits.append(_planned(data, number, day, order, start, before))
        before = data.place[number]
    return visits


def _planned(data: Data, number: int, day: int, order: int, start: int, before: int) -> Planned:
    place, known = data.place[number], range(len(data.rows))
    is_known = place in known and before in known
    seconds = data.rows[before][place] if is_known else 0
    metres = float(data.problem.metres[before][place]) if is_known else 0.0
    return Planned(
        key=data.occurrences[number].key,
        day=day,
        order=order,
        start=start,
        travel_seconds=seconds if seconds < FAR else 0,
        travel_metres=round(metres) if 0 <= metres < FAR else 0,
    )


def unserved_visits(state: State, known: Reasons) -> list[Unserved]:
    """Return the visits that have no time, each with its cause."""
    data = state.data
    visits = []
    for number, day in enumerate(state.day_of):
        if day < 0:
            cause, other = known.get(number) or (data.causes.get(number), None)
            key = data.occurrences[number].key
            visits.append(Unserved(key, cause or _cause(state, number), other))
    return visits


def _cause(state: State, number: int) -> Cause:
    """Return why there is no room for a visit that could be planned on its own."""
    data, hull = state.data, state.data.hulls[number]
    assert hull is not None
    added, _costs, _saved = state.price(number, hull)
    fits = (added.min(axis=1) < FAR / 2) & (state.shut[hull.begin : hull.end] < NEVER)
    fits &= hull.extra < NEVER
    if not fits.any():
        return "full"
    if data.is_funnel[number]:
        fits &= state.room[hull.begin : hull.end] >= data.service[number]
        if not fits.any():
            return "funnel_hours"
    if data.spacing.series_of[number] >= 0:
        gaps, _saved = data.spacing.around(number, state.day_of, data.dates)
        if gaps is not None and (gaps[hull.begin : hull.end][fits] >= NEVER).all():
            return "spacing"
    return "full"
