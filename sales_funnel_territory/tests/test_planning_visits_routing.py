"""The order of a day: as good as the best of all orders, always possible, nothing forgotten."""

import random
import unittest
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.day import pyvrp_day
from ..planning.visits.day.all_orders import best_order
from ..planning.visits.day.found import cost_of
from ..planning.visits.day.routing import OWN, PYVRP, plan_day
from ..planning.visits.day.ruin import ruin_and_recreate
from ..planning.visits.day.schedule import Visit, frame_of, is_possible
from ..planning.visits.day.tour import round_tour
from ..planning.visits.limits import Limits
from ..planning.visits.problem import Span, WorkDay

MONDAY = date(2026, 3, 2)
HOUR = 3600
SLOW_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
EIGHT, SIX = 8 * HOUR, 18 * HOUR
SOME = Limits(iterations=300, seconds=None)
NOON = Span(12 * HOUR, 13 * HOUR)


def table(rng, count, *, symmetric=True):
    """Return travel times between places within 40 minutes, and ways with one-way streets."""
    spots = [complex(rng.uniform(0, 2400), rng.uniform(0, 2400)) for _place in range(count)]
    seconds = np.array([[abs(a - b) for b in spots] for a in spots])
    if not symmetric:
        seconds *= np.array([[rng.uniform(1, 1.5) for _b in spots] for _a in spots])
    return seconds


def windows(rng):
    """Return the hours of a customer: one or two, sometimes few."""
    opens = rng.randrange(EIGHT - HOUR, SIX - HOUR)
    first = Span(opens, opens + rng.choice((HOUR, 3 * HOUR, 10 * HOUR)))
    return (first,) if rng.random() < 0.6 else (first, Span(15 * HOUR, 17 * HOUR))


def random_day(seed, count, *, symmetric=True):
    """Return a day with a break and more visits than fit, some appointments among them."""
    rng = random.Random(seed)
    seconds = table(rng, count + 1, symmetric=symmetric)
    visits = [
        Visit(
            100 + at,
            at,
            rng.choice((900, 1800, 3600)),
            windows(rng),
            worth=rng.choice((600.0, 3000.0, 20_000.0)),
            is_fixed=rng.random() < 0.1,
        )
        for at in range(1, count + 1)
    ]
    day = WorkDay(
        MONDAY,
        EIGHT,
        SIX,
        0,
        rng.randrange(count + 1),
        (NOON,),
        rng.choice((None, None, 8 * HOUR)),
        rng.choice((None, None, 4)),
    )
    return day, visits, seconds


def by_all_orders(frame):
    """Return the cost of the best order, the plain way."""
    every = range(len(frame.visits))
    orders = (one for size in range(len(every) + 1) for one in permutations(every, size))
    return min(cost_of(frame, one) for one in orders if is_possible(frame, one))


def broken_rules(day, visits, seconds, route):
    """Return what a route breaks, without any of the code that made it.

    A break in which an appointment lies is none; so are all breaks of such a day, here.
    """
    agreed = [
        (span.start, span.end)
        for visit in visits
        for span in visit.windows
        if visit.is_fixed and span.length == visit.service
    ]
    if any(start < span.end and span.start < end for start, end in agreed for span in day.busy):
        day = replace(day, busy=())
    given = {visit.key: visit for visit in visits}
    broken = []
    moment, place = route.departure, day.origin
    for key, start in zip(route.order, route.starts, strict=True):
        visit = given[key]
        moment = arrival(day, moment, seconds[place, visit.place])
        end = start + visit.service
        if start < moment:
            broken.append(f"{key} starts before one is there")
        if not any(hours.start <= start and end <= hours.end for hours in visit.windows):
            broken.append(f"{key} is not within its hours")
        if any(start < span.end and span.start < end for span in day.busy):
            broken.append(f"{key} is within a break")
        moment, place = end, visit.place
    if route.departure < day.start or route.arrival > day.end:
        broken.append("not within the day")
    if route.order and route.arrival < arrival(day, moment, seconds[place, day.destination]):
        broken.append("back before one can be")
    if day.longest is not None and route.arrival - route.departure > day.longest:
        broken.append("longer than agreed")
    if day.most_visits is not None and len(route.order) > day.most_visits:
        broken.append("more visits than agreed")
    return broken


def arrival(day, moment, seconds):
    """Return when a drive ends that stops during breaks."""
    for span in sorted(day.busy, key=lambda one: one.start):
        if span.start <= moment < span.end:
            moment = span.end
        if moment < span.start < moment + seconds:
            moment += span.length
    return moment + seconds


class TestDayRoute(BaseCase):
    @settings(max_examples=60, **SLOW_MACHINE)
    @given(st.integers(0, 10**6), st.integers(0, 5), st.booleans())
    def test_a_few_visits_are_in_the_best_order_of_all(self, seed, count, symmetric):
        day, visits, seconds = random_day(seed, count, symmetric=symmetric)
        frame = frame_of(day, visits, seconds)
        self.assertAlmostEqual(best_order(frame).cost, by_all_orders(frame))

    @settings(max_examples=12, **SLOW_MACHINE)
    @given(st.integers(0, 10**6), st.booleans())
    def test_ruin_and_recreate_finds_the_best_of_seven(self, seed, symmetric):
        day, visits, seconds = random_day(seed, 7, symmetric=symmetric)
        frame = frame_of(day, visits, seconds)
        found = ruin_and_recreate(frame, (), Limits(iterations=2000, seconds=None), 1, 0.0)
        self.assertTrue(is_possible(frame, found.order))
        self.assertAlmostEqual(found.cost, cost_of(frame, found.order))
        self.assertLessEqual(found.cost, best_order(frame).cost * 1.02)

    @settings(max_examples=20, **SLOW_MACHINE)
    @given(st.integers(0, 10**6), st.integers(0, 20), st.booleans())
    def test_nothing_is_broken_and_nothing_forgotten(self, seed, count, symmetric):
        day, visits, seconds = random_day(seed, count, symmetric=symmetric)
        for with_pyvrp in (False, pyvrp_day.is_installed()):
            route = plan_day(day, visits, seconds, seconds * 10, SOME, seed, with_pyvrp=with_pyvrp)
            self.assertFalse(broken_rules(day, visits, seconds, route))
            told = [*route.order, *(one.key for one in route.dropped)]
            self.assertEqual(Counter(told), Counter(visit.key for visit in visits))

    def test_same_seed_and_iterations_same_route(self):
        day, visits, seconds = random_day(5, 20)
        for with_pyvrp in {False, pyvrp_day.is_installed()}:
            first, second = (
                plan_day(day, visits, seconds, seconds, SOME, 3, with_pyvrp=with_pyvrp)
                for _run in range(2)
            )
            self.assertEqual(first.order, second.order)
            self.assertEqual(first.starts, second.starts)
            self.assertEqual((first.iterations, first.cost), (second.iterations, second.cost))

    @unittest.skipUnless(pyvrp_day.is_installed(), "needs the package pyvrp")
    def test_with_pyvrp_several_hours_and_a_limit_of_visits(self):
        """PyVRP's own order is possible, and about as good as ours."""
        for seed in range(4):
            day, visits, seconds = random_day(seed, 12)
            frame = frame_of(day, visits, seconds)
            theirs = pyvrp_day.solve_day(frame, SOME, 1, 0.0)
            ours = ruin_and_recreate(frame, (), Limits(iterations=1500, seconds=None), 1, 0.0)
            self.assertTrue(is_possible(frame, theirs.order))
            self.assertLessEqual(ours.cost, theirs.cost * 1.01)

    def test_the_engine_is_told(self):
        day, visits, seconds = random_day(5, 20)
        without = plan_day(day, visits, seconds, seconds, SOME, with_pyvrp=False)
        self.assertEqual(without.engine, OWN)
        if pyvrp_day.is_installed():
            self.assertIn(plan_day(day, visits, seconds, seconds, SOME).engine, {OWN, PYVRP})

    def test_a_day_without_narrow_hours_is_a_round_tour(self):
        rng = random.Random(4)
        seconds = table(rng, 31)
        all_day = (Span(0, 24 * HOUR),)
        visits = [Visit(at, at, 60, all_day, worth=1e6) for at in range(1, 31)]
        day = WorkDay(MONDAY, 0, 24 * HOUR, 0, 0, (NOON,))
        route = plan_day(day, visits, seconds, seconds * 10, Limits(iterations=2000))
        whole = np.ceil(seconds).astype(np.int64)
        tour = round_tour(whole, Limits(iterations=2000), 7)
        self.assertLessEqual(route.travel_seconds, tour.length * 1.005)
        self.assertEqual(len(route.order), 30)
        self.assertFalse(broken_rules(day, visits, seconds, route))

    def test_the_way_is_told_leg_by_leg(self):
        seconds = np.array([[0, 600, 900], [600, 0, 300], [900, 300, 0.0]])
        hours = (Span(9 * HOUR, 17 * HOUR),)
        visits = [Visit(at, at, HOUR, hours, 1e5) for at in (1, 2)]
        day = WorkDay(MONDAY, EIGHT, SIX, 0, 0)
        route = plan_day(day, visits, seconds, seconds * 10, SOME)
        self.assertEqual((route.travel_seconds, route.travel_metres), (1800, 18_000))
        self.assertEqual(sum(leg[0] for leg in route.legs), 1800)
        self.assertEqual(route.departure, 9 * HOUR - route.legs[0][0])
        first, second = route.planned(4)
        self.assertEqual((first.day, first.order, first.start), (4, 0, 9 * HOUR))
        self.assertEqual(second.start, 10 * HOUR + 300)
        self.assertEqual(second.travel_metres, 3000)

    def test_what_is_worth_less_than_the_way_is_dropped(self):
        seconds = np.full((3, 3), 1000.0)
        np.fill_diagonal(seconds, 0)
        hours = (Span(EIGHT, SIX),)
        visits = [Visit(1, 1, HOUR, hours, 5000), Visit(2, 2, HOUR, hours, 999)]
        day = WorkDay(MONDAY, EIGHT, SIX, 0, 0)
        route = plan_day(day, visits, seconds, seconds, SOME)
        self.assertEqual(route.order, (1,))
        self.assertEqual([(one.key, one.cause) for one in route.dropped], [(2, "full")])

    def test_an_appointment_stays_and_the_one_it_clashes_with_is_named(self):
        seconds = np.zeros((1, 1))
        hour = (Span(9 * HOUR, 10 * HOUR),)
        visits = [
            Visit(1, 0, HOUR, hour, 1e6),
            Visit(2, 0, HOUR, hour, is_fixed=True),
            Visit(3, 0, HOUR, (Span(9 * HOUR + 1, 10 * HOUR + 1),), is_fixed=True),
        ]
        day = WorkDay(MONDAY, EIGHT, SIX, 0, 0)
        route = plan_day(day, visits, seconds, seconds, SOME)
        self.assertEqual(len(route.order), 1)
        self.assertNotIn(1, route.order)
        told = {one.key: (one.cause, one.other) for one in route.dropped}
        self.assertEqual(told[1], ("full", None))
        self.assertEqual(told[5 - route.order[0]], ("clash", route.order[0]))

    def test_an_appointment_may_lie_in_a_break(self):
        seconds = np.zeros((1, 1))
        visits = [
            Visit(1, 0, HOUR, (Span(NOON.start + 600, NOON.end + 600),), is_fixed=True),
            Visit(2, 0, HOUR, (Span(NOON.start - HOUR, NOON.end),), 1e6),
        ]
        day = WorkDay(MONDAY, EIGHT, SIX, 0, 0, (NOON,))
        route = plan_day(day, visits, seconds, seconds, SOME)
        self.assertEqual((route.order, route.starts), ((2, 1), (11 * HOUR, 12 * HOUR + 600)))

    def test_why_a_visit_cannot_be(self):
        seconds = np.array([[0, 6 * HOUR], [6 * HOUR, 0.0]])
        open_all_day = (Span(EIGHT, SIX),)
        visits = [
            Visit(1, 0, HOUR, ()),
            Visit(2, 0, 2 * HOUR, (Span(9 * HOUR, 10 * HOUR),), 9e9),
            Visit(3, 0, HOUR, (Span(19 * HOUR, 21 * HOUR),), 9e9),
            Visit(4, 1, HOUR, open_all_day, 9e9),
            Visit(5, 0, HOUR, open_all_day, 9e9),
        ]
        day = WorkDay(MONDAY, EIGHT, SIX, 0, 0)
        route = plan_day(day, visits, seconds, seconds, SOME)
        causes = {one.key: one.cause for one in route.dropped}
        self.assertEqual(causes, {1: "closed", 2: "window", 3: "closed", 4: "too_far"})
        self.assertEqual(route.order, (5,))
        no_day = plan_day(WorkDay(MONDAY, 0, 0, 0, 0), visits, seconds, seconds, SOME)
        self.assertEqual({one.cause for one in no_day.dropped}, {"no_hours"})
        frozen = WorkDay(MONDAY, EIGHT, SIX, 0, 0, is_frozen=True)
        route = plan_day(frozen, visits[4:], seconds, seconds, SOME)
        self.assertEqual([one.cause for one in route.dropped], ["full"])

    def test_cancelled_and_out_of_time_there_is_an_answer(self):
        day, visits, seconds = random_day(5, 30)
        for limits, stopped in (
            (Limits(seconds=60, is_cancelled=lambda: True), "cancelled"),
            (Limits(seconds=0.0), "time"),
        ):
            route = plan_day(day, visits, seconds, seconds, limits)
            self.assertEqual(route.stopped, stopped)
            self.assertFalse(broken_rules(day, visits, seconds, route))
            self.assertTrue(route.order)


class TestRoundTour(BaseCase):
    @settings(max_examples=25, **SLOW_MACHINE)
    @given(st.integers(0, 10**6), st.integers(1, 8), st.booleans())
    def test_the_shortest_of_all_tours(self, seed, count, symmetric):
        rng = random.Random(seed)
        costs = np.ceil(table(rng, count, symmetric=symmetric)).astype(np.int64)
        found = round_tour(costs, Limits(iterations=1000, seconds=None), seed)
        self.assertEqual(sorted(found.order), list(range(count)))

        def length(order):
            return sum(costs[a, b] for a, b in pairwise((*order, order[0])))

        self.assertEqual(found.length, length(found.order))
        least = min(length((0, *rest)) for rest in permutations(range(1, count)))
        self.assertEqual(found.length, least)

    @settings(max_examples=20, **SLOW_MACHINE)
    @given(st.integers(0, 10**6), st.integers(8, 40), st.booleans())
    def test_the_length_is_that_of_the_order(self, seed, count, symmetric):
        """Also where many distances are the same, and many nodes at one place."""
        rng = random.Random(seed)
        costs = np.round(table(rng, count, symmetric=symmetric) / 500).astype(np.int64)
        found = round_tour(costs, Limits(iterations=300, seconds=None), seed)
        self.assertEqual(sorted(found.order), list(range(count)))
        order = (*found.order, found.order[0])
        self.assertEqual(found.length, sum(costs[a, b] for a, b in pairwise(order)))

    def test_a_ring_is_found(self):
        spots = np.exp(2j * np.pi * np.random.default_rng(3).permutation(60) / 60)
        costs = np.round(1000 * np.abs(np.subtract.outer(spots, spots))).astype(np.int64)
        found = round_tour(costs, Limits(iterations=600, seconds=None))
        self.assertEqual(found.length, 60 * round(1000 * abs(1 - np.exp(2j * np.pi / 60))))
