"""One more visit in a plan that stands, and visits that are moved by hand."""

import random
import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.day.schedule import frame_of, is_possible, timetable, visit_on
from ..planning.visits.problem import (
    Occurrence,
    Offer,
    Planned,
    Problem,
    Series,
    Solution,
    Span,
    WorkDay,
)
from ..planning.visits.slots.insertion import insertion_slots
from ..planning.visits.slots.moving import check_move

MONDAY = date(2026, 3, 2)
HOUR = 3600
SLOW_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
NINE, FIVE = 9 * HOUR, 17 * HOUR
ALL_DAY = (Span(NINE, FIVE),)


def a_day(number, **values):
    return WorkDay(MONDAY + timedelta(number), 8 * HOUR, 18 * HOUR, 0, 0, **values)


def an_occurrence(key, place, days=(0, 1), windows=ALL_DAY, service=HOUR, **values):
    offers = tuple(Offer(day, windows) for day in days)
    return Occurrence(key, key, place, service, offers, 1e5, **values)


def a_solution(problem, orders):
    """Return the days' orders (of keys) as a plan, as early as can be."""
    planned = []
    by_key = {one.key: one for one in problem.occurrences}
    for day, keys in enumerate(orders):
        visits = [visit_on(by_key[key], day) for key in keys]
        frame = frame_of(problem.days[day], visits, problem.seconds)
        table = timetable(frame, range(len(keys)))
        planned += [
            Planned(key, day, order, start, 0, 0)
            for order, (key, start) in enumerate(zip(keys, table.starts, strict=True))
        ]
    return Solution(tuple(planned), (), 0.0, "test", 0, 0, 0.0, "done")


def line(*minutes):
    """Return travel times between places along a road, the first at its beginning."""
    return np.abs(np.subtract.outer(np.array(minutes), np.array(minutes))) * 60.0


class InsertionCase(BaseCase):
    """Two days along a road with places every 20 minutes; 1 and 3 on Monday, 2 on Tuesday."""

    def setUp(self):
        super().setUp()
        self.days = (a_day(0), a_day(1))
        self.seconds = line(0, 20, 40, 60, 80)
        self.occurrences = tuple(an_occurrence(key, key) for key in (1, 2, 3))

    def plan(self, orders=((1, 3), (2,)), **values):
        problem = Problem(
            values.pop("days", self.days),
            values.pop("occurrences", self.occurrences),
            self.seconds,
            self.seconds * 10,
            **values,
        )
        return problem, a_solution(problem, orders)


class TestInsertionSlots(InsertionCase):
    def test_the_best_time_of_each_day_cheapest_first(self):
        problem, solution = self.plan()
        new = an_occurrence(9, 2)
        slots = insertion_slots(problem, solution, new)
        self.assertEqual([slot.extra_seconds for slot in slots], [0, 0])
        self.assertEqual([slot.reason for slot in slots], ["on_the_way", "same_place"])
        monday, tuesday = slots
        self.assertEqual((monday.day, monday.position), (0, 1))
        self.assertEqual(monday.start, 10 * HOUR + 20 * 60)
        self.assertEqual(monday.extra_metres, 0)
        self.assertEqual(tuesday.day, 1)
        far = insertion_slots(problem, solution, an_occurrence(9, 4), by_day=9, count=9)
        costs = [slot.extra_seconds for slot in far]
        self.assertEqual(costs, sorted(costs))
        self.assertEqual(costs[0], 40 * 60)
        self.assertEqual(len(far), 5)
        self.assertIn("detour", {slot.reason for slot in far})

    def test_near_the_target_is_worth_a_little_way(self):
        problem, solution = self.plan()
        new = an_occurrence(9, 2, target=MONDAY + timedelta(1))
        self.assertEqual(insertion_slots(problem, solution, new)[0].day, 1)

    def test_starts_are_told_in_steps_of_five_minutes(self):
        self.seconds = line(0, 20, 33, 60, 80)
        problem, solution = self.plan()
        slot = insertion_slots(problem, solution, an_occurrence(9, 2, days=(0,)))[0]
        self.assertEqual(slot.start, 10 * HOUR + 15 * 60)

    def test_nothing_moves_where_times_are_kept(self):
        """1 at 9, 3 at 10:40: no hour between them; before 1 the customer is closed."""
        problem, solution = self.plan()
        new = an_occurrence(9, 2, days=(0,))
        kept = insertion_slots(problem, solution, new, by_day=9, keep_times=True)
        self.assertEqual([slot.position for slot in kept], [2])
        self.assertGreaterEqual(kept[0].start, 12 * HOUR)

    def test_frozen_full_closed_and_too_near_days_are_not_offered(self):
        days = (a_day(0, most_visits=2), a_day(1, is_frozen=True))
        problem, solution = self.plan(days=days)
        self.assertEqual(insertion_slots(problem, solution, an_occurrence(9, 2)), [])
        series = (Series((2, 9), 7, least_gap=3),)
        problem, solution = self.plan(series=series)
        self.assertEqual(insertion_slots(problem, solution, an_occurrence(9, 2)), [])

    @settings(max_examples=60, **SLOW_MACHINE)
    @given(st.integers(0, 10**6), st.integers(0, 5), st.booleans())
    def test_each_time_offered_is_possible_and_none_is_cheaper(self, seed, count, keep_times):
        rng = random.Random(seed)
        spots = [complex(rng.uniform(0, 2400), rng.uniform(0, 2400)) for _at in range(count + 2)]
        self.seconds = np.array([[abs(a - b) for b in spots] for a in spots])
        noon = (Span(12 * HOUR, 12 * HOUR + 1800),)
        self.days = (a_day(0, busy=noon, longest=rng.choice((None, 9 * HOUR))),)
        some = [
            an_occurrence(key, key, (0,), (Span(NINE, NINE + rng.choice((3, 6, 8)) * HOUR),), 1800)
            for key in range(1, count + 2)
        ]
        self.occurrences, new = tuple(some[:-1]), some[-1]
        keys = [one.key for one in self.occurrences]
        visits = [visit_on(one, 0) for one in self.occurrences]
        frame = frame_of(self.days[0], [*visits, visit_on(new, 0)], self.seconds)
        order = list(range(count))
        if not is_possible(frame, order):
            return
        problem, solution = self.plan([keys])
        found = insertion_slots(problem, solution, new, 99, by_day=99, keep_times=keep_times)
        possible = [
            position
            for position in range(count + 1)
            if is_possible(frame, [*order[:position], count, *order[position:]])
        ]
        positions = {slot.position for slot in found}
        if not keep_times:
            self.assertEqual(positions, set(possible))
        self.assertLessEqual(positions, set(possible))
        for slot in found:
            move = check_move(
                replace(problem, occurrences=tuple(some)),
                solution,
                new.key,
                0,
                slot.start,
                keep_times=keep_times,
            )
            if keep_times:
                self.assertTrue(move.is_possible, move)
                self.assertEqual(move.extra_seconds, slot.extra_seconds)


class TestCheckMove(InsertionCase):
    def move(self, key, day, start, **values):
        keep_times = values.pop("keep_times", False)
        return check_move(*self.plan(**values), key, day, start, keep_times=keep_times)

    def test_a_move_that_saves_way_and_what_it_shifts(self):
        """2 lies on Monday's way: Tuesday's 80 minutes are saved; 3 is an hour later."""
        move = self.move(2, 0, 10 * HOUR + 20 * 60)
        self.assertTrue(move.is_possible)
        self.assertEqual((move.travel_seconds, move.travel_metres), (1200, 12_000))
        self.assertEqual((move.extra_seconds, move.extra_metres), (-4800, -48_000))
        self.assertEqual(list(move.starts), [1, 2, 3])
        self.assertEqual(move.starts[3], 11 * HOUR + 40 * 60)
        kept = self.move(2, 0, 10 * HOUR + 20 * 60, keep_times=True)
        self.assertEqual((kept.broken, kept.other), ("next", 3))

    def test_each_limit_has_its_word(self):
        fixed = (replace(self.occurrences[0], is_fixed=True), *self.occurrences[1:])
        busy = (Span(12 * HOUR, 13 * HOUR),)
        monday_only = (*self.occurrences[:1], an_occurrence(2, 2, (1,)), self.occurrences[2])
        funnel = (*self.occurrences[:1], an_occurrence(2, 2, origin="funnel"), self.occurrences[2])
        week = MONDAY.isocalendar()[:2]
        for broken, key, day, start, values in (
            ("frozen", 1, 0, 14 * HOUR, {"occurrences": fixed}),
            ("frozen", 2, 0, 14 * HOUR, {"days": (a_day(0, is_frozen=True), a_day(1))}),
            ("frozen", 1, 1, 14 * HOUR, {"days": (a_day(0, is_frozen=True), a_day(1))}),
            ("closed", 2, 0, 14 * HOUR, {"occurrences": monday_only}),
            ("hours", 2, 0, 16 * HOUR + 1, {}),
            ("day", 2, 0, 17 * HOUR + 1, {}),
            ("busy", 2, 0, 12 * HOUR - 1, {"days": (a_day(0, busy=busy), a_day(1))}),
            ("clash", 2, 0, 9 * HOUR + 1, {"occurrences": fixed}),
            ("late", 2, 0, 10 * HOUR, {}),
            ("most_visits", 2, 0, 14 * HOUR, {"days": (a_day(0, most_visits=2), a_day(1))}),
            ("longest", 2, 0, 15 * HOUR, {"days": (a_day(0, longest=4 * HOUR + 1800), a_day(1))}),
            ("spacing", 2, 0, 14 * HOUR, {"series": (Series((3, 2), 7, least_gap=1),)}),
            (
                "funnel_hours",
                2,
                0,
                14 * HOUR,
                {"occurrences": funnel, "funnel_seconds": {week: HOUR - 1}},
            ),
        ):
            with self.subTest(broken=broken):
                self.assertEqual(self.move(key, day, start, **values).broken, broken)

    def test_the_visit_in_the_way_is_named(self):
        self.assertEqual(self.move(2, 0, 10 * HOUR).other, 1)
        late_lunch = an_occurrence(3, 3, windows=(Span(10 * HOUR, 12 * HOUR),))
        values = {"occurrences": (*self.occurrences[:2], late_lunch)}
        move = self.move(2, 0, 10 * HOUR + 21 * 60, **values)
        self.assertEqual((move.broken, move.other), ("next", 3))

    def test_a_week_of_60_visits_is_answered_at_once(self):
        rng = random.Random(1)
        spots = [complex(rng.uniform(0, 600), rng.uniform(0, 600)) for _at in range(61)]
        self.seconds = np.array([[abs(a - b) for b in spots] for a in spots])
        days = tuple(WorkDay(MONDAY + timedelta(at), 6 * HOUR, 22 * HOUR, 0, 0) for at in range(5))
        windows = (Span(6 * HOUR, 22 * HOUR),)
        occurrences = tuple(
            an_occurrence(key, key, range(5), windows, 1800) for key in range(1, 61)
        )
        orders = [range(1 + 12 * at, 13 + 12 * at) for at in range(5)]
        problem, solution = self.plan(orders, days=days, occurrences=occurrences)
        start = time.process_time()
        answers = [check_move(problem, solution, 1, day, 15 * HOUR) for day in range(5)]
        slots = insertion_slots(problem, solution, occurrences[0], 5)
        self.assertLess((time.process_time() - start) / 6, 0.15)
        self.assertTrue(all(answer.is_possible for answer in answers))
        self.assertEqual(len(slots), 5)
