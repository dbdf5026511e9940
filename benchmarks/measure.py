"""What a benchmark is, and how two things are measured side by side."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.bench_databases import Databases


class DataMissingError(Exception):
    """The data a benchmark measures against were not given (DATA=<folder>)."""


class VoidError(Exception):
    """A sentence that says why the figure of a benchmark would prove nothing."""


@dataclass(frozen=True)
class Goal:
    """What ours must be beside the reference: a ratio, a difference, the whole of it, or none."""

    kind: str  # "ratio", "more", "all" or "none"
    limit: float = 0.0

    def __str__(self) -> str:
        shapes = {"ratio": f"<= {self.limit:.2f}", "more": f"<= +{self.limit:.0f}"}
        return shapes.get(self.kind, self.kind)

    def holds(self, measured: Measured) -> bool:
        """Whether the goal is reached; ratios to the two digits they are told with."""
        if self.kind == "all":
            return measured.ours == measured.reference
        if self.kind == "none":
            return measured.ours == 0 < measured.reference
        if self.kind == "more":
            return measured.ours - measured.reference <= self.limit
        return round(measured.ratio, 2) <= self.limit


@dataclass(frozen=True)
class Measured:
    """Ours and the reference in the same unit.

    The ratio of times is the median over pairs of runs that were neighbours: a machine that gets
    busier half-way slows both. Noise is the spread of these ratios.
    """

    ours: float
    reference: float
    ratios: tuple[float, ...] = ()

    @property
    def ratio(self) -> float:
        """Ours / reference."""
        return statistics.median(self.ratios) if self.ratios else self.ours / self.reference

    @property
    def noise(self) -> float:
        """How far single ratios lie from the median, as a share of it."""
        return spread(list(self.ratios)) if self.ratios else 0.0


@dataclass(frozen=True)
class Benchmark:
    """One line of the table."""

    name: str
    goal: Goal
    unit: str
    run: Callable[[Databases], Measured]


@dataclass
class Registry:
    """Benchmarks in the order they were told."""

    benchmarks: list[Benchmark] = field(default_factory=list)

    def __call__(
        self, name: str, goal: Goal, unit: str = "s"
    ) -> Callable[[Callable[[Databases], Measured]], Callable[[Databases], Measured]]:
        """Decorate the function that measures a line."""

        def register(run: Callable[[Databases], Measured]) -> Callable[[Databases], Measured]:
            self.benchmarks.append(Benchmark(name, goal, unit, run))
            return run

        return register


benchmark = Registry()


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], repeats: int, *, warm_up: int = 1
) -> Measured:
    """Run both in turns and return their medians; who goes first changes each time.

    :param ours: measures itself and returns its seconds, so that preparing is not counted
    :param reference: the same for what ours is compared with
    """
    results: dict[Callable[[], float], list[float]] = {ours: [], reference: []}
    for number in range(warm_up + repeats):
        pair = (ours, reference) if number % 2 else (reference, ours)
        for run in pair:
            seconds = run()
            if number >= warm_up:
                results[run].append(seconds)
    mine, others = results[ours], results[reference]
    ratios = tuple(one / other for one, other in zip(mine, others, strict=True))
    return Measured(statistics.median(mine), statistics.median(others), ratios)


def spread(values: list[float]) -> float:
    """Return half the middle range of values, as a share of their median."""
    if len(values) < 2:
        return 0.0
    low, _middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / 2 / statistics.median(values)


class Stopwatch:
    """Seconds between entering and leaving ``running``; garbage is swept out before."""

    seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure the block."""
        gc.collect()
        start = time.perf_counter()
        yield
        self.seconds = time.perf_counter() - start
