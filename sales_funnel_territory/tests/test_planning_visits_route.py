from datetime import date, timedelta
from itertools import permutations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase, tagged

from ..planning.visits.due.reception import Closing, reception
from ..planning.visits.problem import DAY_SECONDS, Span
from ..planning.visits.route.days import RouteCycle
from ..planning.visits.route.design import (
    CYCLES,
    Ends,
    cycle_of,
    design_routes,
    place_routes,
    split_route,
)
from ..planning.visits.route.order import shortest_order, travel_along
from ..planning.visits.route.times import RouteStop, route_times
from ..planning.visits.slots.free_slots import Fixed, FreeDay, free_slots

# a machine at work on something else is no reason to fail
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
briefly = settings(patient, max_examples=40)

DAY = date(2026, 12, 7)  # a Monday
ALL_DAY = Span(0, DAY_SECONDS)
WORK = (Span(8 * 3600, 17 * 3600),)


def table(points):
    """Return minutes of driving, as seconds, between points of a plane."""
    places = np.array(points, dtype=float).reshape(-1, 2)
    return np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) * 60


points = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=14, unique=True
)


@tagged("-at_install", "post_install")
class TestRouteDays(BaseCase):
    @given(
        st.integers(0, 6),
        st.integers(1, 52),
        st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        st.integers(0, 400),
        st.integers(0, 100),
    )
    @patient
    def test_days_are_those_of_a_calendar_walked_day_by_day(self, weekday, weeks, first, at, long):
        cycle = RouteCycle(weekday, weeks, first, first + timedelta(days=500))
        since = first + timedelta(days=at - 50)
        until = since + timedelta(days=long)
        walked = [
            day
            for day in (since + timedelta(days=offset) for offset in range(long + 1))
            if cycle.begin <= day <= first + timedelta(days=500)
            and day.weekday() == weekday
            and (day - cycle.begin).days % (7 * weeks) == 0
        ]
        self.assertEqual(list(cycle.days(since, until)), walked)

    @given(st.sampled_from(CYCLES), st.sampled_from(CYCLES), st.integers(0, 23))
    @patient
    def test_two_routes_meet_if_they_share_a_day(self, one, other, apart):
        first = RouteCycle(0, one, DAY)
        second = RouteCycle(0, other, DAY + timedelta(weeks=apart))
        until = DAY + timedelta(weeks=24 * 24)
        shared = set(first.days(DAY, until)) & set(second.days(DAY, until))
        self.assertEqual(first.meets(second), bool(shared))

    def test_an_impossible_cycle_is_refused(self):
        for weekday, weeks in ((7, 1), (0, 0)):
            with self.assertRaises(ValueError):
                RouteCycle(weekday, weeks, DAY)


@tagged("-at_install", "post_install")
class TestRouteOrder(BaseCase):
    @given(points, st.booleans(), st.booleans())
    @patient
    def test_each_stop_once_and_never_longer(self, places, has_origin, has_end):
        seconds = table(places)
        stops = range(len(places))
        ends = (0 if has_origin else None, 0 if has_end else None)
        order = shortest_order(seconds, stops, *ends)
        self.assertEqual(sorted(order), list(stops))
        slack = 1 + len(places)  # whole seconds, rounded up
        self.assertLessEqual(
            travel_along(seconds, order, *ends), travel_along(seconds, stops, *ends) + slack
        )

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6))
    @briefly
    def test_a_few_stops_are_in_the_best_order(self, places):
        seconds = table(places)
        found = travel_along(
            seconds, shortest_order(seconds, range(len(places)), None, None), None, None
        )
        best = min(
            travel_along(seconds, order, None, None) for order in permutations(range(len(places)))
        )
        self.assertLessEqual(found, best * 1.1 + 10)


@tagged("-at_install", "post_install")
class TestRouteTimes(BaseCase):
    def test_who_opens_late_is_waited_for_and_who_closes_early_is_told(self):
        seconds = table([(0, 0), (10, 0), (20, 0)])
        stops = [
            RouteStop(1, 1800, Span(9 * 3600, DAY_SECONDS)),
            RouteStop(2, 3600, Span(0, 10 * 3600)),
        ]
        times = route_times(stops, seconds, seconds, 8 * 3600, 0, (0, 0))
        self.assertEqual([one.start for one in times.stops], [9 * 3600, 9 * 3600 + 2400])
        self.assertEqual([one.is_late for one in times.stops], [False, True])
        self.assertEqual(times.departure, 9 * 3600 - 600, "he leaves later rather than wait")
        self.assertEqual(times.travel_seconds, 600 + 600 + 1200)
        self.assertEqual(times.service_seconds, 5400)
        self.assertEqual(times.length, times.travel_seconds + times.service_seconds)

    def test_visits_begin_on_five_minutes(self):
        """Nobody remembers 9:58, and a plan that counts ways in minutes finds time for them."""
        seconds = table([(0, 0), (7, 0), (20.3, 0)])
        stops = [RouteStop(1, 1800, ALL_DAY), RouteStop(2, 1800, ALL_DAY)]
        times = route_times(stops, seconds, seconds, 8 * 3600, 0, (0, 0))
        self.assertEqual([one.start for one in times.stops], [29400, 32100])  # 8:10, 8:55
        self.assertEqual(times.departure, 29400 - 420)
        self.assertEqual(times.waiting, 0)

    def test_a_place_nobody_knows_costs_the_usual_way(self):
        seconds = table([(0, 0)])
        stops = [RouteStop(None, 60, ALL_DAY), RouteStop(0, 60, ALL_DAY)]
        times = route_times(stops, seconds, seconds, 0, 1200, (None, None))
        self.assertEqual([one.travel_seconds for one in times.stops], [0, 1200])

    def test_no_stops_take_no_time(self):
        times = route_times([], table([(0, 0)]), table([(0, 0)]), 0, 0, (0, 0))
        self.assertEqual(times.length, 0)


@tagged("-at_install", "post_install")
class TestRouteDesign(BaseCase):
    @given(points, st.integers(20, 200), st.booleans())
    @patient
    def test_each_customer_once_and_no_day_too_long(self, places, minutes, has_start):
        seconds = table(places)
        ends = Ends(0, 0) if has_start else Ends()
        service = [1200] * len(places)
        routes = design_routes(seconds, seconds, service, minutes * 60, ends)
        self.assertEqual(
            sorted(stop for route in routes for stop in route.stops), list(range(len(places)))
        )
        for route in routes:
            travel = travel_along(seconds, route.stops, ends.origin, ends.destination)
            self.assertAlmostEqual(route.seconds, travel + 1200 * len(route.stops), places=3)
            if len(route.stops) > 1:
                self.assertLessEqual(route.seconds, minutes * 60 + 1 + len(route.stops))
            self.assertEqual(route.is_too_long, route.seconds > minutes * 60)

    def test_two_towns_become_two_even_routes(self):
        towns = [(x, y) for x in (0, 60) for y in range(6)]
        routes = design_routes(table(towns), table(towns), [1200] * 12, 3 * 3600, Ends())
        self.assertEqual(len(routes), 2)
        self.assertEqual(
            {frozenset(route.stops) for route in routes},
            {frozenset(range(6)), frozenset(range(6, 12))},
        )

    def test_nobody_makes_no_route(self):
        self.assertEqual(design_routes(np.zeros((0, 0)), np.zeros((0, 0)), [], 3600, Ends()), ())

    @given(points.filter(lambda places: len(places) > 1))
    @briefly
    def test_a_split_keeps_everybody_and_is_shorter_by_route(self, places):
        seconds, service = table(places), [1200] * len(places)
        whole = travel_along(seconds, shortest_order(seconds, range(len(places)), 0, 0), 0, 0)
        two = split_route(seconds, seconds, service, Ends(0, 0))
        self.assertEqual(len(two), 2)
        self.assertEqual(
            sorted(stop for route in two for stop in route.stops), list(range(len(places)))
        )
        self.assertLess(max(one.seconds for one in two), whole + sum(service) + 60)

    @given(st.lists(st.sampled_from(CYCLES), max_size=14), st.integers(1, 5))
    @patient
    def test_no_two_routes_share_a_day(self, cycles, days):
        placed = place_routes(cycles, range(days), DAY)
        self.assertEqual([one.number for one in placed], list(range(len(cycles))))
        used = [one.cycle for one in placed if one.cycle]
        for at, one in enumerate(used):
            self.assertGreaterEqual(one.begin, DAY)
            self.assertFalse(any(one.meets(other) for other in used[at + 1 :]))
        if sum(1 / cycle for cycle in cycles) > days:
            self.assertLess(len(used), len(cycles), "more than anybody carries")

    @given(st.floats(1, 800))
    @patient
    def test_a_cycle_is_never_rarer_than_agreed(self, gap):
        self.assertTrue(cycle_of(gap) == 1 or cycle_of(gap) * 7 <= gap + 0.5)


@tagged("-at_install", "post_install")
class TestFreeSlots(BaseCase):
    def _day(self, day, *stops, windows=WORK):
        begin, end = Fixed(Span(8 * 3600, 8 * 3600)), Fixed(Span(17 * 3600, 17 * 3600))
        return FreeDay(day, (begin, *stops, end), windows)

    def test_the_gap_beside_a_neighbour_is_the_cheapest(self):
        near = Fixed(Span(10 * 3600, 11 * 3600), 300, 300, None, key=7)
        far = Fixed(Span(14 * 3600, 15 * 3600), 3600, 3600, None, key=8)
        slots = free_slots([self._day(DAY, near), self._day(DAY + timedelta(1), far)], 3600)
        first = slots[0]
        self.assertEqual((first.date, first.start, first.near), (DAY, 8 * 3600, (7, 300)))
        self.assertEqual(len({slot.date for slot in slots}), 2)

    def test_what_overlaps_takes_the_time_of_both(self):
        long = Fixed(Span(8 * 3600, 16 * 3600), key=1)
        short = Fixed(Span(9 * 3600, 10 * 3600), key=2)
        slots = free_slots([self._day(DAY, long, short)], 3600)
        self.assertEqual([slot.start for slot in slots], [16 * 3600])

    def test_times_are_those_people_agree_on(self):
        busy = Fixed(Span(9 * 3600, 10 * 3600 + 60), 400, 400, None, key=1)
        for slot in free_slots([self._day(DAY, busy)], 1800):
            self.assertEqual(slot.start % 300, 0)

    def test_a_full_day_has_no_slot(self):
        busy = Fixed(Span(8 * 3600, 17 * 3600), 60, 60, None, key=1)
        self.assertEqual(free_slots([self._day(DAY, busy)], 1800), ())
        self.assertEqual(free_slots([self._day(DAY, windows=())], 1800), ())

    @given(
        st.lists(st.tuples(st.integers(96, 200), st.integers(1, 12)), max_size=6),
        st.integers(300, 3 * 3600),
        st.integers(0, 1800),
    )
    @patient
    def test_no_slot_touches_what_stands(self, blocks, service, way):
        stops, free = [], 8 * 3600
        for at, long in sorted(blocks):
            if at * 300 >= free and (at + long) * 300 <= 17 * 3600:
                free = (at + long) * 300
                stops.append(Fixed(Span(at * 300, free), way, way, way, key=at))
        for slot in free_slots([self._day(DAY, *stops)], service):
            self.assertGreaterEqual(slot.start, 8 * 3600)
            self.assertLessEqual(slot.start + service, 17 * 3600)
            for stop in stops:
                self.assertTrue(
                    slot.start >= stop.span.end + way
                    or slot.start + service <= stop.span.start - way
                )


@tagged("-at_install", "post_install")
class TestReception(BaseCase):
    def test_closings_come_before_holidays_and_weekdays(self):
        windows = {day: (Span(8 * 3600, 16 * 3600),) for day in range(5)}
        holidays = {date(2026, 12, 25): "Christmas Day", date(2028, 1, 1): "New Year"}
        found = reception(
            windows,
            [Closing(date(2026, 12, 24), date(2027, 1, 3))],
            holidays,
            (date(2026, 12, 1), date(2026, 12, 31)),
        )
        self.assertEqual(found.why_closed(date(2026, 12, 25)), "closing")
        self.assertEqual(found.why_closed(date(2026, 12, 6)), "weekday")
        self.assertIsNone(found.why_closed(date(2026, 12, 7)))
        self.assertEqual(found.span(date(2026, 12, 7)), Span(8 * 3600, 16 * 3600))
        self.assertNotIn(date(2028, 1, 1), found.reasons)
