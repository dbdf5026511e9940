"""What a visit costs anywhere when routes may carry too much or last too long, at a price.

A search that may pass through such plans gets to better ones; the price of a unit too much follows
how many of its plans keep the limits.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .state import Array, PatternState

LEAST: Final = 0.1  # prices
LARGEST: Final = 1e5
OFTEN: Final = 0.45  # share of plans that keep a limit, above which its price falls
SELDOM: Final = 0.25


@dataclass(slots=True)
class Penalties:
    """Prices, in travel, of a unit of load too much and of a unit of time too much."""

    load: float
    time: float

    @classmethod
    def of(cls, state: PatternState) -> "Penalties":
        """Return prices to begin with."""
        demand = float(np.mean(state.demand[1:])) or 1.0
        return cls(min(max(float(state.distances.mean()) / demand, LEAST), 1_000.0), 2.0)

    def adapt(self, fits: float, is_in_time: float) -> None:
        """Follow the shares of plans that keep each limit."""
        self.load = _adapted(self.load, fits)
        self.time = _adapted(self.time, is_in_time)


def _adapted(price: float, share: float) -> float:
    factor = 1.2 if share < SELDOM else 0.85 if share > OFTEN else 1.0
    return min(max(price * factor, LEAST), LARGEST)


class Prices(NamedTuple):
    """What some customers cost.

    :param added: travel, by customer, row and slot
    :param rows: the best slot of each row, with penalties, by customer and row
    """

    added: Array
    rows: Array


class Pricing:
    """Prices of a few customers at all slots of all rows, penalties included."""

    def __init__(self, state: PatternState) -> None:
        self._state = state
        self._demand = np.array(state.demand)
        self._service = np.array(state.service)
        self._is_timed = bool(np.isfinite(state.longest).any())

    def prices(self, customers: NDArray[np.intp], penalties: Penalties) -> Prices:
        """Return what it costs to put these customers anywhere, each alone."""
        state = self._state
        around = state.distances[customers][:, state.stops]
        added = around[:, :, :-1] + around[:, :, 1:]
        added -= state.drives
        rows = added.min(axis=2)
        over = state.load - state.largest
        loads = over + self._demand[customers][:, None]
        loads = np.maximum(loads, 0.0) - np.maximum(over, 0.0)
        if not self._is_timed:
            return Prices(added, rows + penalties.load * loads)
        late = state.duration - state.longest
        times = late + rows + self._service[customers][:, None]
        times = np.maximum(times, 0.0) - np.maximum(late, 0.0)
        return Prices(added, rows + penalties.load * loads + penalties.time * times)
