"""How well visits to one customer are spread: the cost of a gap between two of them.

A gap between 0.6 and 1.4 of the period is fine, and the nearer to it the better. One beyond
that costs as much as a long detour. Nothing is nearer than the least gap, and two that follow
each other are no farther apart than the largest one.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..problem import Problem, Series

Costs: TypeAlias = NDArray[np.float64]

TOLERANCE: Final = 0.4  # of the period, either way
WITHIN: Final = 500.0  # seconds of travel that a gap just within the tolerance is worth
BEYOND: Final = 4_000.0  # and what one beyond it costs at once
STEEP: Final = 8_000.0  # and for each further period,
WORST: Final = 6_000.0  # but no more: a late visit is better than none
NEVER: Final = 1e12


class Spacing:
    """Costs of gaps; for an occurrence without a series there are none."""

    def __init__(self, problem: Problem, index: dict[int, int], dates: list[int]) -> None:
        self._dates = np.array(dates, dtype=np.int64)
        self._series = problem.series
        self.chains: list[list[int]] = []
        count = len(problem.occurrences)
        self.series_of = [-1] * count
        self._rank = [0] * count
        kinds: dict[tuple[float, int | None, int | None], int] = {}
        self.kind_of: list[int] = []
        for number, series in enumerate(problem.series):
            self._add([index[key] for key in series.keys if key in index])
            kind = (series.period, series.least_gap, series.largest_gap)
            self.kind_of.append(kinds.setdefault(kind, number))
        self._gaps: dict[tuple[int, int, int], float] = {}
        self._rows: dict[tuple[int, int, int, bool], Costs] = {}
        self._edges: dict[tuple[int, int, int, bool], tuple[Costs, float]] = {}

    def _add(self, chain: list[int]) -> None:
        for rank, number in enumerate(chain):
            self.series_of[number] = len(self.chains)
            self._rank[number] = rank
        self.chains.append(chain)

    def period(self, number: int) -> float:
        """Return the period of an occurrence's series in days, 0 without one."""
        series = self.series_of[number]
        return self._series[series].period if series >= 0 else 0.0

    def neighbours(
        self, number: int, day_of: list[int], dates: list[int]
    ) -> tuple[int, int | None, int, int | None]:
        """Return the planned visits around an occurrence.

        :return: how many periods before is the one before, its date, and the same after
        """
        series = self._series[self.series_of[number]]
        chain, rank = self.chains[self.series_of[number]], self._rank[number]
        before, at = None, rank - 1
        while at >= 0 and day_of[chain[at]] < 0:
            at -= 1
        if at >= 0:
            before = dates[day_of[chain[at]]]
        elif series.before is not None:
            before = series.before.toordinal()
        after, to = None, rank + 1
        while to < len(chain) and day_of[chain[to]] < 0:
            to += 1
        if to < len(chain):
            after = dates[day_of[chain[to]]]
        elif series.after is not None:
            after = series.after.toordinal()
        return rank - at, before, to - rank, after

    def gap(self, kind: int, periods: int, days: int) -> float:
        """Return the cost of so many days where so many periods are wanted."""
        key = (kind, periods, days)
        cost = self._gaps.get(key)
        if cost is None:
            cost = self._gaps[key] = gap_cost(self._series[kind], periods, days)
        return cost

    def row(self, kind: int, periods: int, date: int, *, is_before: bool) -> Costs:
        """Return the cost of each day as a neighbour of a visit on a date."""
        key = (kind, periods, date, is_before)
        costs = self._rows.get(key)
        if costs is None:
            gaps = self._dates - date if is_before else date - self._dates
            costs = np.array([self.gap(kind, periods, days) for days in gaps.tolist()])
            self._rows[key] = costs
        return costs

    def edge(self, kind: int, periods: int, date: int, *, is_before: bool) -> tuple[Costs, float]:
        """Return the same for a visit outside the period: how much more than the best day costs.

        Who has waited for long is no worse off on any day, so that is no reason to leave him out.
        """
        key = (kind, periods, date, is_before)
        found = self._edges.get(key)
        if found is None:
            costs = self.row(kind, periods, date, is_before=is_before)
            least = float(costs.min(initial=NEVER))
            least = least if least < NEVER else 0.0
            found = self._edges[key] = (costs - least, least)
        return found

    def around(
        self, number: int, day_of: list[int], dates: list[int]
    ) -> tuple[Costs | None, float]:
        """Return what each day costs by its gaps, and what the gap that it closes has cost."""
        kind = self.kind_of[self.series_of[number]]
        back, before, on, after = self.neighbours(number, day_of, dates)
        rank = self._rank[number]
        is_first = back > rank
        is_last = on >= len(self.chains[self.series_of[number]]) - rank
        if before is None and after is None:
            return None, 0.0
        if after is None:
            assert before is not None
            return self._side(kind, back, before, is_edge=is_first, is_before=True), 0.0
        second = self._side(kind, on, after, is_edge=is_last, is_before=False)
        if before is None:
            return second, 0.0
        first = self._side(kind, back, before, is_edge=is_first, is_before=True)
        saved = self.gap(kind, back + on, after - before)
        if saved >= NEVER:
            return first + second, 0.0
        if is_first:
            saved -= self.edge(kind, back + on, before, is_before=True)[1]
        elif is_last:
            saved -= self.edge(kind, back + on, after, is_before=False)[1]
        return first + second, saved

    def _side(self, kind: int, periods: int, date: int, *, is_edge: bool, is_before: bool) -> Costs:
        if is_edge:
            return self.edge(kind, periods, date, is_before=is_before)[0]
        return self.row(kind, periods, date, is_before=is_before)


def gap_cost(series: Series, periods: int, days: int) -> float:
    """Return what a gap costs, in seconds of travel.

    >>> series = Series((1, 2), period=10)
    >>> [gap_cost(series, 1, days) for days in (10, 14, 15, 0)]
    [0.0, 500.0, 5300.0, 1000000000000.0]
    """
    if days < max(1, series.least_gap or 1):
        return NEVER
    if periods == 1 and series.largest_gap is not None and days > series.largest_gap:
        return NEVER
    off = abs(days / (periods * max(series.period, 1e-6)) - 1)
    cost = WITHIN * min(off / TOLERANCE, 1.0) ** 2
    if off > TOLERANCE + 1e-9:
        cost += BEYOND + STEEP * (off - TOLERANCE)
    return min(cost, WORST)
