"""Order of a day's visits by ruin and recreate: take some out, put them back where they cost least.

After P. Shaw (1998) and G. Schrimpf et al. (2000), accepted as in simulated annealing; parts that
follow each other are taken out together, and now and then the best place is passed over, as by
J. Christiaens and G. Vanden Berghe, "Slack induction by string removals" (2020). Every step keeps
all windows and the day's hours: the latest start of each stop tells at once what fits before it.
"""

import math
import random
from collections.abc import Sequence
from typing import Final

from ..limits import Limits
from ..problem import Stop
from .found import Found
from .ruin_route import Route
from .schedule import Frame

_WARM: Final = 0.3  # first temperature, as a share of an average leg
_COLD: Final = 0.01  # the last
_ITERATIONS: Final = 400  # for each visit


def ruin_and_recreate(
    frame: Frame, order: Sequence[int], limits: Limits, seed: int, since: float
) -> Found:
    """Return a cheap order; the search is done after 400 iterations for each visit.

    :param order: to begin with; it is possible. What is not in it is put in where it costs least
    :param since: by ``limits.clock``, when the time began to run
    """
    rng = random.Random(seed)
    route = Route(frame, rng)
    route.begin_with(order)
    cooling = _Cooling(limits, since, _ITERATIONS * max(len(frame.visits), 1), route.leg())
    best, found, cost = route.cost(), route.order(), route.cost()
    iteration = 0
    while (stopped := cooling.reached(iteration)) is None:
        iteration += 1
        kept = route.snapshot()
        route.recreate(route.ruin())
        changed = route.cost()
        if changed > cost - cooling.heat * math.log(1.0 - rng.random()):
            route.restore(kept)
            continue
        cost = changed
        if cost < best - 1e-9:
            best, found = cost, route.order()
    return Found(found, best, iteration, stopped)


class _Cooling:
    """A temperature in seconds that falls as the limits come near."""

    def __init__(self, limits: Limits, since: float, most: int, leg: float) -> None:
        self.limits = limits
        self.since = since
        self.most = most if limits.iterations is None else min(most, limits.iterations)
        self.heat = self.warm = _WARM * leg

    def reached(self, iteration: int) -> Stop | None:
        """Return what ends the search now, nothing to go on; the temperature falls."""
        stopped = self.limits.reached(iteration, self.since)
        if stopped is None and iteration >= self.most:
            return "done"
        self.heat = self.warm * (_COLD / _WARM) ** self._progress(iteration)
        return stopped

    def _progress(self, iteration: int) -> float:
        """Return how much is over; by iterations alone where they are limited."""
        by_iterations = iteration / max(self.most, 1)
        if self.limits.iterations is not None or self.limits.seconds is None:
            return by_iterations
        passed = self.limits.clock() - self.since
        return max(by_iterations, min(1.0, passed / max(self.limits.seconds, 1e-3)))
