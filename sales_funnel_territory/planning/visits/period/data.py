"""A problem as flat numbers: what the search for a period's plan reads in its inner loop.

Occurrences are numbered as they come, days as in the problem. Times are whole seconds on each
day's own clock, which stops during breaks (``day.day_clock``). Nothing here changes in a search.
"""

import math
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..day.day_clock import DayClock, Piece
from ..problem import Cause, Occurrence, Problem, Solution
from .spacing import Spacing

Floats: TypeAlias = NDArray[np.float32]
Costs: TypeAlias = NDArray[np.float64]

FAR: Final = 10_000_000  # seconds: no road leads there; float32 counts so far without error
NEVER: Final = 1e12  # cost of a day that is out of the question
TARGET: Final = 900.0  # seconds of travel that a visit a whole period off its target is worth
TARGET_ALONE: Final = 120.0  # and for each day, where a visit follows no other
FIXED: Final = 25  # times its worth: leaving out a fixed appointment
WORTHIEST: Final = 1e7  # seconds of travel: worth beyond it counts no more
WORKLOAD: Final = 2.0  # weight of the square of a day's load beyond the mean of visits


class Hull:
    """The days from the first to the last on which a visit may take place.

    ``first`` and ``last`` are columns: start no earlier, end no later, one row a day, one pair
    for each piece of a window. ``extra`` is what a day costs beyond travel and load.
    """

    __slots__ = ("begin", "end", "extra", "pieces")

    def __init__(
        self, begin: int, end: int, pieces: list[tuple[Floats, Floats]], extra: Costs
    ) -> None:
        self.begin, self.end, self.pieces, self.extra = begin, end, pieces, extra


class Data:
    """A problem made ready for the search."""

    def __init__(self, problem: Problem, start: Solution | None = None) -> None:
        self.problem = problem
        self.occurrences = problem.occurrences
        self.index = {one.key: number for number, one in enumerate(problem.occurrences)}
        self.clocks = [DayClock(day) for day in problem.days]
        self._take_days()
        self._take_travel()
        self._take_visits()
        self.spacing = Spacing(problem, self.index, self.dates)
        self.kept = self._kept(start)
        self.causes: dict[int, Cause] = {}
        self.starts: list[dict[int, tuple[Piece, ...]]] = []
        self.hulls: list[Hull | None] = []
        self._shared: dict[tuple[Piece, ...], tuple[Piece, ...]] = {}
        for number, one in enumerate(problem.occurrences):
            self._take_offers(number, one)

    def _take_days(self) -> None:
        days = self.problem.days
        self.dates = [day.date.toordinal() for day in days]
        self.capacity = [
            max(1, min(clock.seconds, day.longest or clock.seconds))
            for day, clock in zip(days, self.clocks, strict=True)
        ]
        self.capacity2: Costs = 2.0 * np.array(self.capacity, dtype=np.float64)
        weights = WORKLOAD * self.problem.balance / np.array(self.capacity, dtype=np.float64)
        self.load_weight: Costs = weights
        self.has_longest = [
            day.longest is not None and day.longest < day.end - day.start for day in days
        ]
        self.weeks = [day.date.isocalendar()[:2] for day in days]
        self.is_open = [
            not day.is_frozen and clock.seconds > 0
            for day, clock in zip(days, self.clocks, strict=True)
        ]

    def _take_travel(self) -> None:
        seconds = np.asarray(self.problem.seconds, dtype=np.float64)
        whole = np.ceil(np.nan_to_num(seconds, nan=FAR, posinf=FAR) - 1e-6)
        whole = np.clip(whole, 0, FAR)
        known: dict[int, int] = {}  # equal numbers are one object: near each other in memory
        self.rows: list[list[int]] = [
            [known.setdefault(value, value) for value in row]
            for row in whole.astype(np.int64).tolist()
        ]
        self.travel_from: Floats = np.ascontiguousarray(whole, dtype=np.float32)
        self.travel_to: Floats = np.ascontiguousarray(whole.T, dtype=np.float32)

    def _take_visits(self) -> None:
        visits = self.occurrences
        self.place = [one.place for one in visits]
        self.service = [max(0, one.service) for one in visits]
        self.is_funnel = [one.origin == "funnel" for one in visits]
        # The load of a visit never counts for leaving it out: it is added to its worth.
        share = min(1.0, sum(self.service) / max(1, sum(self.capacity)))
        # Work up to this many seconds costs a day nothing: the visits' share of it.
        self.calm: Costs = share * np.array(self.capacity, dtype=np.float64)
        per_second = 2 * WORKLOAD * self.problem.balance * (1 - share)
        self.drop_cost = [
            min(max(0.0, one.worth), WORTHIEST) * (25 if one.is_fixed else 1)
            + per_second * max(0, one.service)
            for one in visits
        ]

    def _kept(self, start: Solution | None) -> dict[int, tuple[int, int]]:
        """Return day and start of what stays on frozen days, by the wall clock."""
        frozen = {number for number, day in enumerate(self.problem.days) if day.is_frozen}
        kept = {
            number: one.current
            for number, one in enumerate(self.occurrences)
            if one.current is not None and one.current[0] in frozen
        }
        for number, one in enumerate(self.occurrences):
            offer = one.offers[0] if one.is_fixed and one.offers else None
            if offer and offer.windows and offer.day in frozen and number not in kept:
                kept[number] = (offer.day, offer.windows[0].start)
        for planned in start.planned if start else ():
            number_of = self.index.get(planned.key)
            if planned.day in frozen and number_of is not None:
                kept[number_of] = (planned.day, planned.start)
        return kept

    def _take_offers(self, number: int, one: Occurrence) -> None:
        starts: dict[int, tuple[Piece, ...]] = {}
        cause = None if number in self.kept else self._find_starts(one, starts)
        if cause is not None:
            self.causes[number] = cause
        self.starts.append(starts)
        self.hulls.append(self._hull(number, one, starts) if starts else None)

    def _find_starts(self, one: Occurrence, starts: dict[int, tuple[Piece, ...]]) -> Cause | None:
        """Fill in when a visit may start each day; return why never."""
        if not 0 <= one.place < len(self.rows):
            return "no_place"
        if not any(self.is_open):
            return "no_hours"
        offers = [offer for offer in one.offers if offer.windows and self.is_open[offer.day]]
        if not offers:
            return "closed"
        reasons = {self._add_starts(one, offer.day, starts) for offer in one.offers}
        if starts:
            return None
        return "too_far" if "too_far" in reasons else "clash" if one.is_fixed else "window"

    def _add_starts(
        self, one: Occurrence, day: int, starts: dict[int, tuple[Piece, ...]]
    ) -> Cause | None:
        if not self.is_open[day]:
            return "no_hours"
        windows = [span for offer in one.offers if offer.day == day for span in offer.windows]
        pieces = self.clocks[day].pieces(windows, one.service)
        if not pieces:
            return "window"
        reachable = tuple(piece for piece in pieces if self._is_reachable(one, day, piece))
        if not reachable:
            return "too_far"
        starts[day] = self._shared.setdefault(reachable, reachable)
        return None

    def _is_reachable(self, one: Occurrence, day: int, piece: Piece) -> bool:
        clock, work = self.clocks[day], self.problem.days[day]
        out, back = self.rows[work.origin][one.place], self.rows[one.place][work.destination]
        start = max(clock.start + out, piece.first)
        if out + one.service + back > self.capacity[day]:
            return False
        return start <= piece.last and start + one.service + back <= clock.end

    def _hull(self, number: int, one: Occurrence, starts: dict[int, tuple[Piece, ...]]) -> Hull:
        begin, end = min(starts), max(starts) + 1
        most = max(map(len, starts.values()))
        firsts = np.full((most, end - begin, 1), FAR, dtype=np.float32)
        lasts = np.full((most, end - begin, 1), -FAR, dtype=np.float32)
        extra = np.full(end - begin, NEVER)
        for day, pieces in starts.items():
            extra[day - begin] = self._extra(number, one, day)
            for at, piece in enumerate(pieces):
                firsts[at, day - begin] = piece.first
                lasts[at, day - begin] = piece.last + max(0, one.service)
        return Hull(begin, end, list(zip(firsts, lasts, strict=True)), extra)

    def _extra(self, number: int, one: Occurrence, day: int) -> float:
        """Return what a day costs that is not the best one, in seconds of travel."""
        cost = 0.0
        if one.target is not None:
            off = abs(self.dates[day] - one.target.toordinal())
            period = self.spacing.period(number)
            cost += TARGET * (off / period) ** 2 if period else TARGET_ALONE * off
        if one.current is not None and one.current[0] != day:
            cost += self.problem.moved
        return min(cost, 0.5 * max(0.0, one.worth)) if math.isfinite(cost) else cost
