from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.limits import Limits
from ..planning.visits.period.data import Data
from ..planning.visits.period.plan import plan_period
from ..planning.visits.period.search import Search
from ..planning.visits.problem import Series, Span
from .visit_plans import HOUR, MONDAY, faults, problem, problems, visit, work_day

SHORT = Limits(iterations=60, seconds=None)


def plan(asked, iterations=200, seed=1, **values):
    return plan_period(asked, Limits(iterations=iterations, seconds=None), seed, **values)


def where(solution):
    return {one.key: (one.day, one.start) for one in solution.planned}


class TestPlanPeriod(BaseCase):
    @settings(max_examples=60, deadline=None)
    @given(problems(), st.integers(0, 3))
    def test_whatever_is_asked_for_no_limit_is_broken(self, asked, seed):
        self.assertEqual(faults(asked, plan_period(asked, SHORT, seed)), [])

    @settings(max_examples=15, deadline=None)
    @given(problems())
    def test_a_plan_that_is_improved_breaks_nothing_and_is_no_worse(self, asked):
        first = plan_period(asked, SHORT, 1)
        again = plan_period(asked, Limits(iterations=0), 2, start=first)
        better = plan_period(asked, SHORT, 2, start=first)
        self.assertEqual(faults(asked, better), [])
        self.assertLessEqual(again.cost, first.cost + 1e-3)
        self.assertLessEqual(better.cost, again.cost + 1e-3)

    def test_visits_on_the_way_are_made_on_the_way(self):
        asked = problem([work_day()], [visit(key, place=key) for key in (3, 1, 4, 2)])
        solution = plan(asked)
        back = 600 * solution.planned[-1].key
        self.assertEqual(sum(one.travel_seconds for one in solution.planned) + back, 8 * 600)

    def test_visits_at_one_place_are_one_trip(self):
        visits = [visit(key, place=1 + key % 2 * 6, days=range(2)) for key in range(6)]
        solution = plan(replace(problem([work_day(0), work_day(1)], visits), balance=0.0))
        drives = [one.travel_seconds for one in solution.planned if one.travel_seconds]
        self.assertLessEqual(len(drives), 2)

    def test_weekly_visits_are_a_week_apart(self):
        visits = [visit(key, days=range(20)) for key in range(4)]
        asked = problem(
            [work_day(number) for number in range(20)],
            visits,
            series=(Series((0, 1, 2, 3), 7.0, before=MONDAY - timedelta(days=5)),),
        )
        solution = plan(asked)
        days = [asked.days[one.day].date for one in solution.planned]
        self.assertEqual([(two - one).days for one, two in pairwise(days)], [7, 7, 7])
        self.assertEqual((days[0] - MONDAY).days, 2)

    def test_who_has_waited_for_long_is_visited_though_no_gap_is_right_any_more(self):
        series = Series((1,), 7.0, before=MONDAY - timedelta(days=200))
        days = [work_day(number) for number in range(5)]
        one = visit(1, days=range(5), worth=3000.0, target=MONDAY)
        self.assertEqual(where(plan(problem(days, [one], series=(series,))))[1][0], 0)

    def test_the_cost_is_the_same_however_a_plan_has_come_about(self):
        visits = [visit(key, place=1 + key % 3, days=range(20)) for key in range(12)]
        series = tuple(
            Series((n, n + 3, n + 6, n + 9), 5.0, before=MONDAY - timedelta(days=3 + 9 * n),
                   after=MONDAY + timedelta(days=30))
            for n in range(3)
        )  # fmt: skip
        search = Search(
            Data(problem([work_day(n) for n in range(20)], visits, series=series)),
            Limits(iterations=150, seconds=None), 1,
        )  # fmt: skip
        search.run(0.0, 4000.0)
        self.assertAlmostEqual(search.state.cost, search.best_cost, delta=1e-3)

    def test_the_load_is_even(self):
        visits = [visit(key, place=1, days=range(4)) for key in range(24)]
        asked = problem([work_day(number) for number in range(4)], visits)
        solution = plan(replace(asked, seconds=asked.seconds / 10))
        counts = [sum(one.day == day for one in solution.planned) for day in range(4)]
        self.assertEqual(counts, [6, 6, 6, 6])

    def test_of_too_many_visits_the_worthiest_are_made(self):
        visits = [visit(key, minutes=120, worth=3600.0 * (1 + key % 3)) for key in range(9)]
        solution = plan(problem([work_day(0, 8, 15)], visits))
        self.assertEqual({one.key % 3 for one in solution.planned}, {2})
        self.assertEqual({one.cause for one in solution.unserved}, {"full"})

    def test_an_appointment_is_kept_and_the_day_planned_around_it(self):
        noon = Span(12 * HOUR, 13 * HOUR)
        fixed = visit(9, place=7, windows=[noon], minutes=60, worth=1.0, is_fixed=True)
        visits = [visit(key, place=1, worth=50_000.0, minutes=60) for key in range(8)]
        solution = plan(problem([work_day()], [*visits, fixed]))
        self.assertEqual(where(solution)[9], (0, 12 * HOUR))

    def test_of_two_appointments_at_once_one_clashes_with_the_other(self):
        one = visit(1, windows=[Span(10 * HOUR, 11 * HOUR)], minutes=60, is_fixed=True)
        two = visit(2, 5, windows=[Span(10 * HOUR, 11 * HOUR)], minutes=60, worth=1, is_fixed=True)
        solution = plan(problem([work_day()], [two, one]))
        [unserved] = solution.unserved
        self.assertEqual((unserved.key, unserved.cause, unserved.other), (2, "clash", 1))

    def test_a_frozen_day_stays_as_it_is(self):
        days = [work_day(0, is_frozen=True), work_day(1)]
        visits = [visit(key, place=key, days=(0, 1)) for key in range(1, 5)]
        visits[2] = replace(visits[2], current=(0, 10 * HOUR))
        solution = plan(problem(days, visits))
        self.assertEqual([key for key, (day, _at) in where(solution).items() if day == 0], [3])
        self.assertEqual(where(solution)[3], (0, 10 * HOUR))

    def test_funnel_visits_stay_within_their_hours(self):
        visits = [visit(key, days=range(5), minutes=60, origin="funnel") for key in range(5)]
        week = MONDAY.isocalendar()[:2]
        days = [work_day(number) for number in range(5)]
        solution = plan(problem(days, visits, funnel_seconds={week: 2 * HOUR}))
        self.assertEqual(len(solution.planned), 2)
        self.assertEqual({one.cause for one in solution.unserved}, {"funnel_hours"})

    def test_a_visit_waits_for_the_end_of_a_break_and_a_drive_rests_during_it(self):
        day = work_day(busy=(Span(8 * HOUR + 300, 9 * HOUR),))
        solution = plan(problem([day], [visit(1)]))
        self.assertEqual(where(solution)[1], (0, 9 * HOUR + 300))


class TestCauses(BaseCase):
    def cause(self, one, *others, days=None, **values):
        days = [work_day()] if days is None else days
        solution = plan(problem(days, [one, *others], **values))
        return next((u.cause for u in solution.unserved if u.key == one.key), None)

    def test_each_visit_left_out_has_its_cause(self):
        early = [Span(8 * HOUR, 9 * HOUR)]
        self.assertEqual(self.cause(visit(1, place=99)), "no_place")
        self.assertEqual(self.cause(visit(1, days=())), "closed")
        self.assertEqual(self.cause(visit(1, windows=())), "closed")
        self.assertEqual(self.cause(visit(1, windows=early, minutes=90)), "window")
        self.assertEqual(self.cause(visit(1, place=7, windows=early)), "too_far")
        self.assertEqual(self.cause(visit(1), days=[]), "no_hours")
        self.assertEqual(self.cause(visit(1), days=[work_day(0, 8, 8)]), "no_hours")

    def test_visits_that_would_be_too_near_to_each_other_are_not_made(self):
        days = [work_day(0), work_day(1)]
        visits = [visit(key, days=(0, 1)) for key in (1, 2)]
        solution = plan(problem(days, visits, series=(Series((1, 2), 7.0, least_gap=5),)))
        self.assertEqual([one.cause for one in solution.unserved], ["spacing"])


class TestSearch(BaseCase):
    def asked(self, count=40):
        visits = [visit(key, place=1 + key % 7, days=range(5), minutes=45) for key in range(count)]
        return problem([work_day(number) for number in range(5)], visits)

    def test_the_same_seed_gives_the_same_plan(self):
        one, two = plan(self.asked(), seed=7), plan(self.asked(), seed=7)
        self.assertEqual(replace(one, seconds=0), replace(two, seconds=0))
        self.assertEqual(
            (one.stopped, one.iterations, one.engine), ("iterations", 200, "ruin_recreate")
        )

    def test_it_stops_when_the_time_is_over_or_it_is_cancelled(self):
        self.assertEqual(plan_period(self.asked(), Limits(seconds=0.2), 1).stopped, "time")
        cancelled = Limits(seconds=30, is_cancelled=lambda: True)
        solution = plan_period(self.asked(), cancelled, 1)
        self.assertEqual((solution.stopped, faults(self.asked(), solution)), ("cancelled", []))
        none = replace(self.asked(), occurrences=())
        self.assertEqual(plan_period(none, cancelled, 1).stopped, "cancelled")
        self.assertEqual(plan_period(none, Limits(seconds=30), 1).stopped, "done")

    def test_the_best_plan_so_far_is_told(self):
        told = []
        limits = Limits(iterations=120, seconds=None, report=told.append, report_seconds=0)
        last = plan_period(self.asked(), limits, 1)
        self.assertGreater(len(told), 3)
        costs = [one.cost for one in (*told, last)]
        self.assertEqual(costs, sorted(costs, reverse=True))
        for one in told:
            self.assertEqual(faults(self.asked(), one), [])

    def test_nothing_to_plan_is_a_plan(self):
        for empty in (problem([], []), problem([work_day()], []), problem([], [visit(1)])):
            self.assertEqual(plan(empty).planned, ())
