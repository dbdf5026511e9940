"""When a search ends, and how it tells what it has found so far."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .problem import Solution, Stop


@dataclass(frozen=True, slots=True)
class Limits:
    """The first limit reached ends the search; same seed and iterations give the same plan.

    :param iterations: most iterations, no limit where ``None``
    :param seconds: most seconds, no limit where ``None``
    :param is_cancelled: asked now and then; the best found so far is returned
    :param report: told the best solution every ``report_seconds``
    """

    iterations: int | None = None
    seconds: float | None = 60.0
    is_cancelled: Callable[[], bool] = lambda: False
    report: "Callable[[Solution], None] | None" = None
    report_seconds: float = 3.0
    clock: Callable[[], float] = field(default=time.monotonic)

    def __post_init__(self) -> None:
        if self.iterations is None and self.seconds is None:
            raise ValueError("a search needs a limit: iterations, seconds, or both")

    def reached(self, iteration: int, since: float) -> "Stop | None":
        """Return what ends the search now, nothing to go on."""
        if self.iterations is not None and iteration >= self.iterations:
            return "iterations"
        if self.seconds is not None and self.clock() - since >= self.seconds:
            return "time"
        return "cancelled" if self.is_cancelled() else None
