"""A day's order by PyVRP, where that package is installed; nothing of it is shipped.

N. Wouda, L. Lan, W. Kool, "PyVRP: a high-performance VRP solver package" (2024). Times are those of
the working clock, so that breaks are no matter; a visit with several spans of starts is several
clients of a group, of which one is served; what must be served carries a large prize rather than
being required, which lets the search go through what is not possible.
"""

import importlib.util
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..limits import Limits
from ..problem import Stop
from .found import Found, cost_of, worth_of
from .schedule import UNREACHABLE, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE: Final = "pyvrp"
_VERSION: Final = (0, 14)  # others have other ways
INSTALL: Final = f"pip install {PACKAGE}=={'.'.join(map(str, _VERSION))}.*"
_PATIENCE: Final = 30  # iterations for each visit without improvement
_LARGEST_PRIZE: Final = 10**8


def is_installed() -> bool:
    """Tell whether PyVRP is here, in the version that this is written for."""
    try:
        return importlib.util.find_spec(PACKAGE) is not None and _version() == _VERSION
    except (ImportError, ValueError):
        return False


def _version() -> tuple[int, ...]:
    from importlib.metadata import version

    return tuple(int(word) for word in version(PACKAGE).split(".")[:2])


def solve_day(frame: Frame, limits: Limits, seed: int, since: float) -> Found:
    """Return the order PyVRP finds; to it, all breaks lie within the longest day."""
    import pyvrp

    data, owners = _model(frame)
    ending = _Ending(limits, since, _PATIENCE * len(frame.visits))
    solved = pyvrp.solve(data, stop=ending, seed=seed, collect_stats=False, display=False)
    order = []
    if solved.is_feasible():
        for route in solved.best.routes():
            order += [owners[one.idx] for one in route if one.is_client()]
    return Found(tuple(order), cost_of(frame, order), solved.num_iterations, ending.stopped)


class _Ending:
    """Asks our limits when PyVRP asks whether to stop."""

    def __init__(self, limits: Limits, since: float, patience: int) -> None:
        self.limits = limits
        self.since = since
        self.patience = patience
        self.iteration = 0
        self.least = float("inf")
        self.improved = 0
        self.stopped: Stop = "time"

    def __call__(self, best_cost: float) -> bool:
        if best_cost < self.least:
            self.least, self.improved = best_cost, self.iteration
        reached = self.limits.reached(self.iteration, self.since)
        if reached is None and self.iteration - self.improved > self.patience:
            reached = "done"
        self.iteration += 1
        if reached:
            self.stopped = reached
        return reached is not None


def _model(frame: Frame) -> "tuple[Any, Sequence[int]]":
    """Return the day as PyVRP's data, and the visit each of its clients stands for."""
    import pyvrp

    clients, groups, owners = _clients(frame)
    travel = np.array(frame.travel, dtype=np.int64)
    np.fill_diagonal(travel, 0)
    most, longest = frame.day.most_visits, frame.day.longest
    pause = frame.day.end - frame.day.start - (frame.finish - frame.begin)
    vehicle = pyvrp.VehicleType(
        1,
        capacity=[] if most is None else [most],
        start_depot=0,
        end_depot=1,
        tw_early=frame.begin,
        tw_late=frame.finish,
        shift_duration=UNREACHABLE if longest is None else max(0, longest - pause),
    )
    data = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _row in travel],
        clients,
        [pyvrp.Depot(frame.origin), pyvrp.Depot(frame.destination)],
        [vehicle],
        [travel],
        [travel],
        groups,
    )
    return data, owners


def _clients(frame: Frame) -> "tuple[list[Any], list[Any], list[int]]":
    import pyvrp

    clients: list[Any] = []
    groups: list[Any] = []
    owners: list[int] = []
    load = [] if frame.day.most_visits is None else [1]
    for at, starts in enumerate(frame.starts):
        group = None
        if len(starts) > 1:
            group = len(groups)
            members = list(range(len(clients), len(clients) + len(starts)))
            groups.append(pyvrp.ClientGroup(members, required=False))
        for first, last in starts:
            owners.append(at)
            clients.append(
                pyvrp.Client(
                    at,
                    delivery=load,
                    service_duration=frame.services[at],
                    tw_early=first,
                    tw_late=last,
                    prize=min(_LARGEST_PRIZE, max(0, round(worth_of(frame, at)))),
                    required=False,
                    group=group,
                )
            )
    return clients, groups, owners
