"""The checker finds what is wrong: each test breaks a valid plan in one way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from benchmarks.visits_checker import check

MONDAY = date(2026, 3, 2)
HOUR = 3600


@dataclass(frozen=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True)
class Offer:
    day: int
    windows: tuple[Span, ...]


@dataclass(frozen=True)
class Day:
    date: date
    start: int = 8 * HOUR
    end: int = 16 * HOUR
    origin: int = 0
    destination: int = 0
    busy: tuple[Span, ...] = (Span(12 * HOUR, 13 * HOUR),)
    longest: int | None = None
    most_visits: int | None = None
    is_frozen: bool = False


@dataclass(frozen=True)
class Visit:
    key: int
    place: int
    offers: tuple[Offer, ...]
    service: int = HOUR
    origin: str = "cadence"
    is_fixed: bool = False
    current: tuple[int, int] | None = None


@dataclass(frozen=True)
class Series:
    keys: tuple[int, ...]
    period: float = 7.0
    least_gap: int | None = 5
    largest_gap: int | None = 9
    before: date | None = None
    after: date | None = None


@dataclass(frozen=True)
class Planned:
    key: int
    day: int
    order: int
    start: int
    travel_seconds: int = HOUR


@dataclass(frozen=True)
class Unserved:
    key: int
    cause: str = "full"
    other: int | None = None


@dataclass(frozen=True)
class Problem:
    days: tuple[Day, ...]
    occurrences: tuple[Visit, ...]
    series: tuple[Series, ...]
    seconds: Any
    metres: Any
    funnel_seconds: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    planned: tuple[Planned, ...]
    unserved: tuple[Unserved, ...]


ALL = tuple(Offer(day, (Span(9 * HOUR, 16 * HOUR),)) for day in range(3))
PROBLEM = Problem(
    days=(Day(MONDAY), Day(MONDAY + timedelta(7)), Day(MONDAY + timedelta(14))),
    occurrences=(
        Visit(0, 1, ALL),
        Visit(1, 1, ALL),
        Visit(2, 2, ALL, origin="funnel"),
        Visit(3, 2, ALL),
    ),
    series=(Series((0, 1), before=MONDAY - timedelta(7), after=MONDAY + timedelta(14)),),
    seconds=np.array([[0, HOUR, HOUR], [HOUR, 0, HOUR], [HOUR, HOUR, 0]], dtype=float),
    metres=np.ones((3, 3)),
    funnel_seconds={(2026, 10): HOUR},
)
PLAN = Solution(
    (
        Planned(0, 0, 0, 9 * HOUR),
        Planned(2, 0, 1, 11 * HOUR),
        Planned(1, 1, 0, 10 * HOUR),
    ),
    (Unserved(3),),
)


def test_a_valid_plan() -> None:
    checked = check(PROBLEM, PLAN)
    assert checked.wrong == ()
    assert (checked.due, checked.planned, checked.unserved) == (4, 3, 1)
    assert checked.travel_hours == 5
    assert (checked.gaps, checked.uneven) == (3, 0)
    assert checked.loads == (5 / 7, 3 / 7, 0)


def with_days(**values: Any) -> Problem:
    first, *rest = PROBLEM.days
    return replace(PROBLEM, days=(replace(first, **values), *rest))


def with_visit(key: int, **values: Any) -> Problem:
    visits = [replace(v, **values) if v.key == key else v for v in PROBLEM.occurrences]
    return replace(PROBLEM, occurrences=tuple(visits))


def moved(key: int, **values: Any) -> Solution:
    planned = tuple(replace(p, **values) if p.key == key else p for p in PLAN.planned)
    return replace(PLAN, planned=planned)


BROKEN = {
    "forgotten": (PROBLEM, replace(PLAN, unserved=()), "neither planned"),
    "twice": (PROBLEM, replace(PLAN, unserved=(Unserved(3), Unserved(0))), "more often"),
    "no cause": (PROBLEM, replace(PLAN, unserved=(Unserved(3, "tired"),)), "no known cause"),
    "no other": (PROBLEM, replace(PLAN, unserved=(Unserved(3, "full", 9),)), "does not exist"),
    "no day": (PROBLEM, moved(1, day=7), "does not exist"),
    "window": (PROBLEM, moved(1, start=15 * HOUR + 60), "in no window"),
    "not offered": (with_visit(1, offers=ALL[2:]), PLAN, "in no window"),
    "frozen": (with_days(is_frozen=True), PLAN, "which is frozen"),
    "order": (PROBLEM, moved(2, order=5), "counts its stops"),
    "most visits": (with_days(most_visits=1), PLAN, "at most 1 are wanted"),
    "begins too early": (with_days(start=8 * HOUR + 60), PLAN, "has to begin"),
    "travel time": (PROBLEM, moved(1, travel_seconds=60), "s of travel are"),
    "too soon": (PROBLEM, moved(2, start=11 * HOUR - 60), "reached at"),
    "busy": (PROBLEM, moved(2, start=11 * HOUR + 60), "busy"),
    "ends too late": (with_days(end=14 * HOUR - 60), PLAN, "ends at"),
    "drive over the break": (with_days(end=13 * HOUR), PLAN, "ends at"),
    "longest": (with_days(longest=6 * HOUR - 60), PLAN, "at most"),
    "too near": (PROBLEM, moved(1, day=0, order=2, start=14 * HOUR), "at least 5"),
    "too far": (PROBLEM, moved(0, day=1, order=1, start=13 * HOUR), "at most 9"),
    "funnel hours": (replace(PROBLEM, funnel_seconds={(2026, 10): 60}), PLAN, "funnel visits"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one(name: str) -> None:
    problem, plan, words = BROKEN[name]
    assert any(words in sentence for sentence in check(problem, plan).wrong)


def test_fixed_visits_stay_on_frozen_days_and_are_missed_by_name() -> None:
    kept = with_visit(0, current=(0, 9 * HOUR))
    days = (replace(kept.days[0], is_frozen=True), *kept.days[1:])
    visits = tuple(replace(v, is_fixed=v.key in (2, 3)) for v in kept.occurrences)
    checked = check(replace(kept, days=days, occurrences=visits), PLAN)
    assert checked.wrong == ()
    assert checked.missed == (3,)
