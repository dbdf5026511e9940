"""Whether a period's visits fit into its hours, before anybody commits to them.

Hours needed (visits and estimated travel, ``estimate``) are compared with hours available, by ISO
week and in all. Where they do not fit it is told who would be short, by which policy, and what
would make them fit, each way with its figures. Nothing is stretched silently.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from ..due.opening import day_seconds
from ..problem import Occurrence, Problem
from .estimate import Effort, Week, estimate

Verdict = Literal["fits", "tight", "short"]
Policy = Literal["worth", "proportional", "interval"]
Way = Literal["half_days", "longer_intervals", "drop", "hand_over"]
# At the end of a day half a visit of the usual length is left over: 98 % of a day are filled with
# visits of a quarter of an hour, 94 % with visits of an hour.
LEFT_OVER: Final = 0.5
LEAST_FILLED: Final = 0.85
# The estimate may be off: below this share of what fits one can be sure.
SURE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds needed and available; ``available`` is what a plan can fill.

    :param week: ISO year and week; ``None``: all of them
    """

    week: Week | None
    visits: int
    visit_seconds: float
    travel_seconds: float
    available: float

    @property
    def needed(self) -> float:
        """Return the seconds of visits and travel."""
        return self.visit_seconds + self.travel_seconds

    @property
    def missing(self) -> float:
        """Return the seconds by which it does not fit."""
        return max(0.0, self.needed - self.available)


@dataclass(frozen=True, slots=True)
class Short:
    """A customer who would get fewer visits than are due.

    :param visits: fewer, ``due`` of so many
    :param seconds: that saves, with travel
    """

    customer: int
    visits: int
    due: int
    seconds: float


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would make the visits fit.

    :param way: ``half_days`` more in the field; ``longer_intervals``: every gap times ``number``;
        ``drop`` the customers who matter least; ``hand_over`` those who cost most travel
    :param number: half-days, the factor, or customers
    :param seconds: gained
    :param customers: who is dropped or handed over
    :param suffices: whether that alone is enough
    """

    way: Way
    number: float
    visits: int
    seconds: float
    customers: tuple[int, ...] = ()
    suffices: bool = True


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether it fits, who is short if not, and what would help."""

    verdict: Verdict
    total: Load
    weeks: tuple[Load, ...]
    short: Mapping[Policy, tuple[Short, ...]]
    ways_out: tuple[WayOut, ...]


def feasibility(problem: Problem) -> Feasibility:
    """Return whether the visits of a problem fit into its days."""
    efforts = estimate(problem)
    fill = _fill(problem, efforts)
    available = _available(problem, fill)
    total = _load(None, efforts, sum(available.values()))
    weeks = tuple(
        _load(week, [one for one in efforts if one.week == week], available.get(week, 0.0))
        for week in sorted({*available, *(one.week for one in efforts)})
    )
    if total.needed <= total.available:
        verdict: Verdict = "fits" if total.needed <= SURE * total.available else "tight"
        return Feasibility(verdict, total, weeks, {}, ())
    visits = {one.key: one for one in problem.occurrences}
    free = [one for one in efforts if not visits[one.key].is_fixed]
    return Feasibility(
        "short",
        total,
        weeks,
        _who_is_short(problem, free, visits, total.missing),
        _ways_out(problem, free, visits, total.missing, fill),
    )


def _fill(problem: Problem, efforts: Sequence[Effort]) -> float:
    """Return the part of its days that a plan can fill."""
    lengths = [length for day in problem.days if (length := day_seconds(day))]
    if not lengths or not efforts:
        return 1.0
    visit = fmean(one.service for one in efforts)
    return max(LEAST_FILLED, 1 - LEFT_OVER * visit / fmean(lengths))


def _available(problem: Problem, fill: float) -> dict[Week, float]:
    result: dict[Week, float] = defaultdict(float)
    for day in problem.days:
        if not day.is_frozen:
            result[day.date.isocalendar()[:2]] += fill * day_seconds(day)
    return result


def _load(week: Week | None, efforts: Sequence[Effort], available: float) -> Load:
    return Load(
        week,
        len(efforts),
        float(sum(one.service for one in efforts)),
        sum(one.travel for one in efforts),
        available,
    )


def _who_is_short(
    problem: Problem, free: Sequence[Effort], visits: Mapping[int, Occurrence], missing: float
) -> dict[Policy, tuple[Short, ...]]:
    """Return who would be short by each policy."""
    periods = {key: series.period for series in problem.series for key in series.keys}

    def by_worth(one: Effort) -> tuple[float, ...]:
        return visits[one.key].worth, -one.seconds, one.key

    def by_interval(one: Effort) -> tuple[float, ...]:
        return -periods.get(one.key, 0.0), *by_worth(one)

    due = Counter(one.customer for one in free)
    return {
        "worth": _sum_up(_take(sorted(free, key=by_worth), missing), due),
        "proportional": _sum_up(_take_evenly(sorted(free, key=by_worth), missing), due),
        "interval": _sum_up(_take(sorted(free, key=by_interval), missing), due),
    }


def _take(efforts: Iterable[Effort], missing: float) -> list[Effort]:
    """Return the first ones that together make up for what is missing."""
    taken: list[Effort] = []
    for one in efforts:
        if missing <= 0:
            break
        taken.append(one)
        missing -= one.seconds
    return taken


def _take_evenly(efforts: Sequence[Effort], missing: float) -> list[Effort]:
    """Return the same share of everybody's visits, customers who matter least first."""
    everything = sum(one.seconds for one in efforts)
    share = min(1.0, missing / everything) if everything else 0.0
    by_customer: dict[int, list[Effort]] = defaultdict(list)
    for one in efforts:
        by_customer[one.customer].append(one)
    taken: list[Effort] = []
    owed = 0.5  # what rounding has left over goes to the next
    for own in by_customer.values():
        owed += share * len(own)
        taken += own[: math.floor(owed)]
        owed -= math.floor(owed)
    return taken


def _sum_up(taken: Iterable[Effort], due: Mapping[int, int]) -> tuple[Short, ...]:
    visits: Counter[int] = Counter()
    seconds: dict[int, float] = defaultdict(float)
    for one in taken:
        visits[one.customer] += 1
        seconds[one.customer] += one.seconds
    return tuple(
        Short(customer, number, due[customer], seconds[customer])
        for customer, number in visits.items()
    )


def _ways_out(
    problem: Problem,
    free: Sequence[Effort],
    visits: Mapping[int, Occurrence],
    missing: float,
    fill: float,
) -> tuple[WayOut, ...]:
    """Return what would help, the mildest first."""
    return (
        _half_days(problem, missing, fill),
        _longer_intervals(free, visits, missing),
        _without(free, missing, "hand_over", _travel_share(free)),
        _without(free, missing, "drop", _importance(free, visits)),
    )


def _half_days(problem: Problem, missing: float, fill: float) -> WayOut:
    """Return how many half-days more; half of the longest day there is, or of eight hours."""
    lengths: dict[object, float] = defaultdict(float)
    for day in problem.days:
        lengths[day.date] += fill * day_seconds(day)
    half = (max(lengths.values(), default=0.0) or fill * 8 * 3600) / 2
    number = math.ceil(missing / half - 1e-9)
    return WayOut("half_days", number, 0, number * half)


def _longer_intervals(
    free: Sequence[Effort], visits: Mapping[int, Occurrence], missing: float
) -> WayOut:
    """Return by how much all intervals would have to grow, in steps of 5 %, at most tenfold.

    Visits of a rhythm become as much fewer, and take as much less time.
    """
    regular = [one for one in free if visits[one.key].origin == "cadence"]
    seconds = sum(one.seconds for one in regular)
    share = min(0.9, missing / seconds) if seconds else 0.0
    factor = math.ceil(20 / (1 - share) - 1e-9) / 20
    gained = seconds * (1 - 1 / factor)
    fewer = math.ceil(len(regular) * (1 - 1 / factor))
    return WayOut("longer_intervals", factor, fewer, gained, suffices=gained >= missing)


def _importance(free: Iterable[Effort], visits: Mapping[int, Occurrence]) -> dict[int, float]:
    """Return the most a visit to each customer is worth."""
    result: dict[int, float] = defaultdict(float)
    for one in free:
        result[one.customer] = max(result[one.customer], visits[one.key].worth)
    return result


def _travel_share(free: Iterable[Effort]) -> dict[int, float]:
    """Return, for each customer, the part of his time that is visits: the least is most travel."""
    service: dict[int, float] = defaultdict(float)
    seconds: dict[int, float] = defaultdict(float)
    for one in free:
        service[one.customer] += one.service
        seconds[one.customer] += one.seconds
    return {customer: service[customer] / total for customer, total in seconds.items()}


def _without(free: Iterable[Effort], missing: float, way: Way, rank: Mapping[int, float]) -> WayOut:
    """Return what it brings to do without customers, in the order of their rank."""
    seconds: dict[int, float] = defaultdict(float)
    visits: Counter[int] = Counter()
    for one in free:
        seconds[one.customer] += one.seconds
        visits[one.customer] += 1
    gained, gone = 0.0, []
    for customer in sorted(seconds, key=lambda one: (rank[one], -seconds[one], one)):
        if gained >= missing:
            break
        gone.append(customer)
        gained += seconds[customer]
    number = sum(visits[customer] for customer in gone)
    return WayOut(way, len(gone), number, gained, tuple(gone), gained >= missing)
