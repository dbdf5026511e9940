from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.capacity.estimate import estimate
from ..planning.visits.capacity.feasibility import feasibility
from ..planning.visits.limits import Limits
from ..planning.visits.period.plan import plan_period
from .visits_story import check, story


def hours(seconds):
    return seconds / 3600


class TestVerdict(BaseCase):
    def test_it_fits(self):
        result = feasibility(story(customers=20).problem)
        self.assertEqual((result.verdict, result.short, result.ways_out), ("fits", {}, ()))
        self.assertEqual(result.total.missing, 0)

    def test_it_is_told_before_that_it_does_not(self):
        result = feasibility(story(customers=90).problem)
        self.assertEqual(result.verdict, "short")
        self.assertEqual(result.total.missing, result.total.needed - result.total.available)
        self.assertEqual(set(result.short), {"worth", "proportional", "interval"})

    def test_a_week_off(self):
        problem = story(customers=40, weeks=3).problem
        days = tuple(day for day in problem.days if day.date.isocalendar().week != 11)
        away = replace(
            problem,
            days=days,
            occurrences=tuple(
                replace(one, offers=tuple(each for each in one.offers if each.day < 10))
                for one in problem.occurrences
                if not one.is_fixed
            ),
        )
        weeks = {load.week: load for load in feasibility(away).weeks}
        self.assertNotIn((2026, 11), weeks)
        self.assertGreater(weeks[2026, 10].needed, 0)

    def test_frozen_days_neither_offer_nor_need_hours(self):
        problem = story().problem
        days = (replace(problem.days[0], is_frozen=True), *problem.days[1:])
        before = feasibility(problem).total.available
        after = feasibility(replace(problem, days=days)).total.available
        self.assertAlmostEqual(before - after, before / len(days), delta=0.01 * before)

    def test_long_visits_fill_a_day_less(self):
        short = feasibility(story(customers=40, minutes=(15,)).problem).total.available
        long = feasibility(story(customers=40, minutes=(90,)).problem).total.available
        self.assertLess(long, 0.95 * short)

    def test_nobody_works_or_nothing_is_due(self):
        problem = story(customers=5, appointments=0).problem
        idle = feasibility(replace(problem, days=(), occurrences=(), series=()))
        self.assertEqual((idle.verdict, idle.total.needed), ("fits", 0))
        self.assertEqual(idle.weeks, ())

    def test_two_halves_are_a_day(self):
        problem = story(customers=90).problem
        halves = []
        for day in problem.days:
            halves += [replace(day, end=12 * 3600, busy=()), replace(day, start=45900, busy=())]
        moved = tuple(
            replace(one, offers=tuple(replace(each, day=2 * each.day) for each in one.offers))
            for one in problem.occurrences
        )
        split = feasibility(replace(problem, days=tuple(halves), occurrences=moved))
        whole = feasibility(problem)
        self.assertLess(split.total.available, whole.total.available)
        self.assertGreater(split.total.available, 0.95 * whole.total.available)
        self.assertGreater(split.total.travel_seconds, whole.total.travel_seconds)


class TestWhoIsShort(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem = story(customers=100, weeks=2).problem
        cls.result = feasibility(cls.problem)

    def test_each_policy_makes_up_for_it_and_hardly_more(self):
        longest = max(one.seconds for one in estimate(self.problem))
        for policy, short in self.result.short.items():
            with self.subTest(policy):
                saved = sum(one.seconds for one in short)
                self.assertGreater(saved, self.result.total.missing - 3 * longest)
                self.assertLess(saved, self.result.total.missing + 3 * longest)
                self.assertTrue(all(0 < one.visits <= one.due for one in short))

    def test_who_matters_least_is_short_first(self):
        worth = {}
        for one in self.problem.occurrences:
            worth.setdefault(one.customer, []).append(one.worth)
        short = {one.customer for one in self.result.short["worth"]}
        kept = set(worth) - short
        self.assertLessEqual(
            max(min(worth[customer]) for customer in short),
            min(min(worth[customer]) for customer in kept) + 1e-6,
        )

    def test_proportional_takes_from_everybody_alike(self):
        short = {one.customer: one for one in self.result.short["proportional"]}
        share = self.result.total.missing / self.result.total.needed
        visits = sum(one.visits for one in short.values())
        self.assertAlmostEqual(visits / len(self.problem.occurrences), share, delta=0.05)
        self.assertLess(max(one.visits for one in short.values()), 3)

    def test_long_intervals_first(self):
        period = {key: each.period for each in self.problem.series for key in each.keys}
        longest = {}
        for one in self.problem.occurrences:
            if not one.is_fixed:
                longest[one.customer] = period[one.key]
        short = {one.customer for one in self.result.short["interval"]}
        self.assertGreaterEqual(
            min(longest[customer] for customer in short),
            max(longest[customer] for customer in set(longest) - short),
        )

    def test_what_is_fixed_is_never_short(self):
        short = {one.customer: one for one in self.result.short["worth"]}
        everything = replace(self.problem, days=self.problem.days[:1], series=())
        fixed = [one for one in everything.occurrences if one.is_fixed]
        none = feasibility(replace(everything, occurrences=tuple(fixed[:0])))
        self.assertEqual(none.short, {})
        for one in fixed:
            due = sum(each.customer == one.customer for each in self.problem.occurrences)
            if one.customer in short:
                self.assertLess(short[one.customer].visits, due)


class TestWaysOut(BaseCase):
    def test_each_suffices_and_the_last_one_was_needed(self):
        result = feasibility(story(customers=90, weeks=2).problem)
        missing = result.total.missing
        for way in result.ways_out:
            with self.subTest(way.way):
                self.assertTrue(way.suffices)
                self.assertGreaterEqual(way.seconds, missing)
                self.assertEqual(bool(way.customers), way.way in ("drop", "hand_over"))
                if way.customers:
                    self.assertEqual(len(way.customers), way.number)

    def test_the_half_days_it_names_make_it_fit(self):
        assembled = story(customers=90, weeks=2)
        problem = assembled.problem
        before = feasibility(problem)
        way = next(one for one in before.ways_out if one.way == "half_days")
        more = []
        for row in range(int(way.number)):
            model = problem.days[0]
            start, end = (model.start, 12 * 3600) if row % 2 else (45900, 45900 + 14850)
            more.append(
                replace(model, date=model.date + timedelta(days=5), start=start, end=end, busy=())
            )
        after = feasibility(replace(problem, days=(*problem.days, *more)))
        self.assertLess(after.total.missing, 0.2 * before.total.missing)

    def test_longer_intervals_make_it_fit(self):
        result = feasibility(story(customers=80, weeks=2).problem)
        way = next(one for one in result.ways_out if one.way == "longer_intervals")
        self.assertGreater(way.number, 1)
        self.assertLess(way.number, 2)
        self.assertGreater(way.visits, 0)


class TestEstimate(BaseCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(1, 60), st.integers(1, 3), st.integers(1, 99), st.integers(9, 20))
    def test_laws(self, customers, weeks, seed, end):
        problem = story(customers, weeks, seed, appointments=0, end=end).problem
        result = feasibility(problem)
        efforts = estimate(problem)
        self.assertEqual({one.key for one in efforts}, {one.key for one in problem.occurrences})
        self.assertTrue(all(one.travel >= 0 for one in efforts))
        for name in ("visits", "visit_seconds", "travel_seconds", "available"):
            parts = sum(getattr(load, name) for load in result.weeks)
            self.assertAlmostEqual(parts, getattr(result.total, name), places=3)
        self.assertEqual(result.verdict == "short", result.total.missing > 0)

    def test_is_near_what_a_plan_uses(self):
        """The benchmarks measure this on larger instances, for longer."""
        for values in ({"customers": 42}, {"customers": 60, "weeks": 2, "seed": 4}):
            with self.subTest(**values):
                problem = story(**values).problem
                solution = plan_period(problem, Limits(iterations=600, seconds=None), 1)
                used = check(problem, solution)
                self.assertEqual(used.wrong, ())
                keys = {one.key for one in solution.planned}
                visits = sum(one.service for one in problem.occurrences if one.key in keys)
                served = used.planned / used.due
                needed = feasibility(problem).total.needed * served
                self.assertAlmostEqual(needed / (used.travel_seconds + visits), 1, delta=0.15)


class TestOverload(BaseCase):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(60, 110), st.integers(1, 99), st.integers(12, 14))
    def test_it_is_told_first_and_nobody_disappears(self, customers, seed, end):
        """Hours for 70 % of the work, or less: what is planned and what is not are what is due."""
        assembled = story(customers, 1, seed, appointments=0, end=end)
        problem = assembled.problem
        result = feasibility(problem)
        self.assertLess(result.total.available, 0.7 * result.total.needed)
        self.assertEqual(result.verdict, "short")
        self.assertEqual(len(result.ways_out), 4)
        solution = plan_period(problem, Limits(iterations=60, seconds=None), seed)
        checked = check(problem, solution)
        self.assertEqual(checked.wrong, ())
        refused = sum(one.visits for one in assembled.refused)
        self.assertEqual(checked.planned + checked.unserved + refused, assembled.due)
        self.assertGreater(checked.unserved, 0)
