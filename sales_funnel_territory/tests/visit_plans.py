"""Small problems of visit plans, and a check of plans that shares nothing with the engine."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from ..planning.visits.problem import Occurrence, Offer, Problem, Series, Span, WorkDay

MONDAY = date(2027, 3, 1)
HOUR = 3600
OPEN = Span(8 * HOUR, 18 * HOUR)


def work_day(number=0, start=8, end=17, **values):
    """A day of a working week, hours of the clock."""
    day = MONDAY + timedelta(days=number // 5 * 7 + number % 5)
    return WorkDay(day, int(start * HOUR), int(end * HOUR), 0, 0, **values)


def visit(key, place=1, days=(0,), windows=(OPEN,), minutes=30, worth=7200.0, **values):
    offers = tuple(Offer(day, tuple(windows)) for day in days)
    return Occurrence(key, place, place, minutes * 60, offers, worth, **values)


def line(places, minutes=10):
    """Travel times of places in a row, so many minutes from one to the next."""
    at = np.arange(places, dtype=np.float64)
    seconds = np.abs(at[:, None] - at[None, :]) * minutes * 60
    return seconds, seconds * 15


def problem(days, visits, places=8, **values):
    seconds, metres = line(places)
    return Problem(tuple(days), tuple(visits), seconds, metres, **values)


@st.composite
def problems(draw):
    """Any problem: breaks, short days, frozen ones, fixed visits, odd windows, too much work."""
    days = [_any_day(draw, number) for number in range(draw(st.integers(1, 7)))]
    places = draw(st.integers(2, 9))
    visits = [_any_visit(draw, key, days, places) for key in range(draw(st.integers(0, 18)))]
    random = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    points = random.uniform(0, 40, (places, 2))
    seconds = 100 * np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
    if draw(st.booleans()):
        seconds[0, 1] = np.inf
    limits = {day.date.isocalendar()[:2]: 2 * HOUR for day in days if draw(st.booleans())}
    return Problem(
        tuple(days), tuple(visits), seconds, seconds * 15, _any_series(draw, visits), limits
    )


def _any_day(draw, number):
    start = draw(st.integers(7, 10))
    busy = draw(st.sampled_from([(), (Span(12 * HOUR, 13 * HOUR),), (Span(0, 9 * HOUR),)]))
    return work_day(
        number,
        start,
        start + draw(st.sampled_from([0, 4, 8, 9])),
        busy=busy,
        longest=draw(st.sampled_from([None, None, 6 * HOUR])),
        most_visits=draw(st.sampled_from([None, None, 3])),
        is_frozen=draw(st.sampled_from([False, False, False, True])),
    )


def _any_visit(draw, key, days, places):
    service = 60 * draw(st.sampled_from([0, 15, 45, 90, 200]))
    place = draw(st.integers(1, places - 1))
    day = draw(st.integers(0, len(days) - 1))
    start = draw(st.integers(8, 16)) * HOUR
    shared = {"worth": draw(st.floats(0, 20_000)), "target": days[day].date}
    if draw(st.integers(0, 5)) == 0:
        offers = (Offer(day, (Span(start, start + service),)),)
        return Occurrence(key, place, place, service, offers, **shared, is_fixed=True)
    windows = draw(
        st.sampled_from([
            (OPEN,),
            (Span(9 * HOUR, 11 * HOUR), Span(14 * HOUR, 17 * HOUR)),
            (Span(start, start + 2 * HOUR),),
            (),
        ])
    )  # fmt: skip
    offered = draw(st.sets(st.integers(0, len(days) - 1)))
    return Occurrence(
        key,
        place,
        place,
        service,
        tuple(Offer(one, windows) for one in sorted(offered)),
        **shared,
        origin=draw(st.sampled_from(["cadence", "funnel"])),
        current=draw(st.sampled_from([None, (day, start)])),
    )


def _any_series(draw, visits):
    found = {}
    for one in visits:
        found.setdefault(one.place, []).append(one.key)
    least = draw(st.sampled_from([None, 1, 3]))
    largest = draw(st.sampled_from([None, 4]))
    return tuple(
        Series(tuple(keys), 3.0, least, largest)
        for keys in found.values()
        if len(keys) > 1 and draw(st.booleans())
    )


def faults(problem, solution):
    """Return in sentences what a plan breaks of its problem."""
    visits = {one.key: one for one in problem.occurrences}
    told = Counter(one.key for one in (*solution.planned, *solution.unserved))
    found = [f"{key} is told {told[key]} times" for key in visits if told[key] != 1]
    found += [f"{key} is nowhere asked for" for key in told if key not in visits]
    by_day = {}
    for planned in solution.planned:
        by_day.setdefault(planned.day, []).append(planned)
    for number, stops in by_day.items():
        stops.sort(key=lambda planned: planned.start)
        day = problem.days[number]
        if day.is_frozen:
            found += [
                f"{one.key} is new on a frozen day"
                for one in stops
                if not _belongs(visits[one.key], number, one.start)
            ]
        else:
            found += _day_faults(problem, number, day, [(visits[one.key], one) for one in stops])
    return found + _series_faults(problem, solution) + _funnel_faults(problem, solution, visits)


def _belongs(one, day, start):
    fixed = one.is_fixed and one.offers[0].day == day
    return one.current == (day, start) or fixed


def _day_faults(problem, number, day, stops):
    seconds, place, time, found = problem.seconds, day.origin, day.start, []
    for order, (one, planned) in enumerate(stops):
        drive = seconds[place, one.place]
        if planned.order != order or abs(planned.travel_seconds - drive) > 1:
            found.append(f"{one.key}: order or travel")
        if planned.start < _drive(day, time, drive) - 1e-6:
            found.append(f"{one.key} is reached too late")
        windows = [span for offer in one.offers if offer.day == number for span in offer.windows]
        end = planned.start + one.service
        if not any(span.start <= planned.start and end <= span.end for span in windows):
            found.append(f"{one.key} lies outside its windows")
        if any(span.start < end and planned.start < span.end for span in day.busy if one.service):
            found.append(f"{one.key} goes on during a break")
        place, time = one.place, end
    arrival = _drive(day, time, seconds[place, day.destination])
    if arrival > day.end + 1e-6:
        found.append(f"day {number} ends too late")
    if day.most_visits is not None and len([s for s in stops if not s[0].is_fixed]) > max(
        0, day.most_visits - len([s for s in stops if s[0].is_fixed])
    ):
        found.append(f"day {number} has too many visits")
    first, planned = stops[0]
    if day.longest and arrival - planned.start + seconds[day.origin, first.place] > day.longest + 5:
        found.append(f"day {number} is too long")
    return found


def _drive(day, time, seconds):
    """Return when a drive ends that rests during breaks."""
    for span in sorted(day.busy, key=lambda span: span.start):
        if time + seconds > span.start and span.end > time:
            begun = max(0, span.start - time)
            seconds, time = seconds - begun, span.end
    return time + seconds


def _series_faults(problem, solution):
    dates = {one.key: problem.days[one.day].date for one in solution.planned}
    pinned = {one.key for one in problem.occurrences if one.is_fixed} | {
        one.key for one in solution.planned if problem.days[one.day].is_frozen
    }
    found = []
    for series in problem.series:
        keys = [key for key in series.keys if key in dates]
        for one, two in pairwise(keys):
            gap = (dates[two] - dates[one]).days
            if not {one, two} <= pinned and gap < (series.least_gap or 1):
                found.append(f"{one} and {two} are {gap} days apart")
    return found


def _funnel_faults(problem, solution, visits):
    used = Counter()
    for one in solution.planned:
        if visits[one.key].origin == "funnel" and not problem.days[one.day].is_frozen:
            used[problem.days[one.day].date.isocalendar()[:2]] += visits[one.key].service
    limits = problem.funnel_seconds
    return [
        f"too much funnel work in {week}" for week in used if used[week] > limits.get(week, 1e9)
    ]
