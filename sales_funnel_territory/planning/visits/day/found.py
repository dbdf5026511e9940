"""What a search for a day's order has found, and what an order costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ..problem import Stop
from .schedule import Frame

FIXED_WORTH: Final = 10.0**8  # seconds: more than any day travels


@dataclass(frozen=True, slots=True)
class Found:
    """An order of some of a frame's visits.

    :param cost: seconds of travel and the worth of what is left out
    """

    order: tuple[int, ...]
    cost: float
    iterations: int
    stopped: Stop


def worth_of(frame: Frame, visit: int) -> float:
    """Return the seconds of travelling one would accept rather than leave a visit out."""
    return FIXED_WORTH if frame.visits[visit].is_fixed else frame.visits[visit].worth


def cost_of(frame: Frame, order: Sequence[int]) -> float:
    """Return seconds of travel and the worth of what is left out."""
    stops = (frame.origin, *order, frame.destination)
    travel = sum(frame.travel[a][b] for a, b in pairwise(stops))
    planned = set(order)
    left_out = (at for at in range(len(frame.visits)) if at not in planned)
    return travel + sum(worth_of(frame, at) for at in left_out)
