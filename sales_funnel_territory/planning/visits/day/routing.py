"""Order and times of the visits of one day.

Of a few visits all orders are tried (``all_orders``). Without windows that matter, a day is a
round tour (``tour``). Else PyVRP, if it is installed
(``pyvrp_day``), and our own ruin and recreate (``ruin``) look for an order one after the other,
the second from where the first has stopped. What cannot be visited is told with its cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from ...travel.places import Numbers
from ..limits import Limits
from ..problem import Planned, Stop, Unserved, WorkDay
from . import all_orders, pyvrp_day
from .clock import without_breaks_in
from .dropped import dropped_of, refused
from .found import Found, cost_of, worth_of
from .ruin import ruin_and_recreate
from .schedule import Frame, Timetable, Visit, agreed_times, frame_of, is_possible, timetable
from .tour import round_tour

OWN: Final = "own"
PYVRP: Final = "pyvrp"

_TOUR_SHARE: Final = 0.1  # of the time, for an order that knows no windows
_PYVRP_SHARE: Final = 0.2  # of the time, until when PyVRP searches
_PATIENCE: Final = 200  # iterations for each visit without improvement


@dataclass(frozen=True, slots=True)
class DayRoute:
    """A day's visits in order; those planned and those dropped are all that were given.

    :param order: keys of the visits
    :param starts: of the visits, in seconds of the day
    :param legs: seconds and metres of the way to each visit, and of the way back
    :param cost: seconds of travel and the worth of what was dropped
    :param engine: ``own`` or ``pyvrp``, whichever found the order
    """

    order: tuple[int, ...]
    starts: tuple[int, ...]
    departure: int
    arrival: int
    travel_seconds: int
    travel_metres: int
    waiting: int
    legs: tuple[tuple[int, int], ...]
    dropped: tuple[Unserved, ...]
    cost: float
    engine: str
    seed: int
    iterations: int
    seconds: float
    stopped: Stop

    def planned(self, day: int) -> tuple[Planned, ...]:
        """Return the visits as those of a solution, on the day of that number."""
        return tuple(
            Planned(key, day, number, start, *leg)
            for number, (key, start, leg) in enumerate(
                zip(self.order, self.starts, self.legs[:-1], strict=True)
            )
        )


def plan_day(
    day: WorkDay,
    visits: Sequence[Visit],
    seconds: Numbers,
    metres: Numbers,
    limits: Limits,
    seed: int = 0,
    *,
    with_pyvrp: bool | None = None,
) -> DayRoute:
    """Return the best order found within the limits, and its times.

    Fixed visits are never dropped for others, and take place in breaks, too; others are dropped
    when the way to them costs more than they are worth or the day is full. A frozen day keeps
    its fixed visits and takes no others.

    :param seconds: travel time from each place to each, ``inf`` where no road leads
    :param limits: iterations are those of each of the searches; an end of all is told as ``done``
    :param with_pyvrp: whether to use PyVRP; if it is installed, when not given
    """
    since = limits.clock()
    day = without_breaks_in(day, agreed_times(visits))
    every = frame_of(day, visits, seconds)
    causes = refused(every)
    kept = [visit for at, visit in enumerate(visits) if at not in causes]
    frame = frame_of(day, kept, seconds)
    use_pyvrp = pyvrp_day.is_installed() if with_pyvrp is None else with_pyvrp
    found, engine = _search(frame, limits, seed, since, use_pyvrp)
    hopeless = (Unserved(visits[at].key, cause) for at, cause in causes.items())
    dropped = (*hopeless, *dropped_of(frame, found.order))
    return _route(frame, found, metres, dropped, engine, seed, limits.clock() - since)


def _search(
    frame: Frame, limits: Limits, seed: int, since: float, use_pyvrp: bool
) -> tuple[Found, str]:
    """Return the best order of the searches, and whose it is."""
    size = len(frame.visits)
    if size <= all_orders.MOST:
        return all_orders.best_order(frame), OWN
    best, engine = _by_tour(frame, limits, seed, since), OWN
    if best and _pays_to_visit_all(frame):
        return best, engine
    iterations = best.iterations if best else 0
    if use_pyvrp:
        other = pyvrp_day.solve_day(frame, _part(limits, _PYVRP_SHARE), seed, since)
        iterations += other.iterations
        if is_possible(frame, other.order) and (best is None or other.cost < best.cost):
            best, engine = other, PYVRP
    first = best.order if best else ()
    own = ruin_and_recreate(frame, first, limits, seed, since)
    iterations += own.iterations
    if best is None or own.cost < best.cost - 1e-9:
        best, engine = own, OWN
    return replace(best, iterations=iterations, stopped=own.stopped), engine


def _part(limits: Limits, share: float) -> Limits:
    """Return limits whose time is over earlier."""
    return limits if limits.seconds is None else replace(limits, seconds=limits.seconds * share)


def _pays_to_visit_all(frame: Frame) -> bool:
    """Tell whether the way to each visit alone, and back, is no more than it is worth.

    If so, dropping some saves no more than they are worth: who drops them could as well drive to
    each of them in turn.
    """
    origin, destination, travel = frame.origin, frame.destination, frame.travel
    return all(
        travel[origin][at] + travel[at][destination] <= worth_of(frame, at)
        for at in range(len(frame.visits))
    )


def _by_tour(frame: Frame, limits: Limits, seed: int, since: float) -> Found | None:
    """Return the shortest order without regard to windows, if it keeps them all the same."""
    size, most = len(frame.visits), frame.day.most_visits
    if (most is not None and most < size) or sum(frame.services) > frame.finish - frame.begin:
        return None
    travel = np.array(frame.travel, dtype=np.int64)
    costs = travel[: size + 1, : size + 1].copy()
    costs[:size, size] = travel[:size, frame.destination]  # the way back ends the tour
    np.fill_diagonal(costs, 0)
    found: Found | None = None
    order: Sequence[int] = ()
    for share in (_TOUR_SHARE, 1.0):
        patience = _PATIENCE * size
        tour = round_tour(costs, _part(limits, share), seed, since, patience, order)
        order = tour.order
        start = order.index(size)
        possible = _possible_turn(frame, (*order[start + 1 :], *order[:start]))
        if possible is None:
            break
        found = Found(possible, cost_of(frame, possible), tour.iterations, tour.stopped)
        if tour.stopped in {"done", "cancelled"}:
            break
    return found


def _possible_turn(frame: Frame, order: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the cheaper of both directions of an order that can be kept."""
    turns = [one for one in (order, order[::-1]) if is_possible(frame, one)]
    return min(turns, key=lambda one: cost_of(frame, one), default=None)


def _route(
    frame: Frame,
    found: Found,
    metres: Numbers,
    dropped: tuple[Unserved, ...],
    engine: str,
    seed: int,
    seconds: float,
) -> DayRoute:
    """Return an order with its times; not even the way home of an empty day is always possible."""
    day, visits = frame.day, frame.visits
    table = timetable(frame, found.order)
    if table is None:
        table = Timetable(day.start, (), day.start, 0, 0)
    stops = (frame.origin, *found.order, frame.destination)
    rows = (day.origin, *(visits[at].place for at in found.order), day.destination)
    legs = tuple(
        (frame.travel[a][b], round(float(metres[c, d])) if np.isfinite(metres[c, d]) else 0)
        for (a, b), (c, d) in zip(pairwise(stops), pairwise(rows), strict=True)
    )
    return DayRoute(
        order=tuple(visits[at].key for at in found.order),
        starts=table.starts,
        departure=table.departure,
        arrival=table.arrival,
        travel_seconds=table.travel_seconds,
        travel_metres=sum(leg[1] for leg in legs),
        waiting=table.waiting,
        legs=legs,
        dropped=dropped,
        cost=found.cost,
        engine=engine,
        seed=seed,
        iterations=found.iterations,
        seconds=seconds,
        stopped=found.stopped,
    )
