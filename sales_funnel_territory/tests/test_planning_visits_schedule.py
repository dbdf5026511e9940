"""Times of a day in a given order; the reference steps through the day second by second."""

from datetime import date

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.day.clock import WorkClock, first_from, last_until, possible_starts
from ..planning.visits.day.schedule import (
    Visit,
    earliest,
    frame_of,
    is_possible,
    latest,
    timetable,
    visit_on,
    whole_seconds,
)
from ..planning.visits.problem import Occurrence, Offer, Span, WorkDay

MONDAY = date(2026, 3, 2)
HOUR = 3600
SLOW_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
END = 40  # of the little days below, in seconds

SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, END), st.integers(0, 15)
)


@st.composite
def little_days(draw):
    """Return a day of some seconds, up to four visits in order, and travel times."""
    count = draw(st.integers(0, 4))
    busy = tuple(draw(st.lists(SPANS, max_size=2)))
    longest = draw(st.none() | st.integers(5, END))
    start = draw(st.integers(0, 5))
    day = WorkDay(MONDAY, start, draw(st.integers(start, END)), count, count + 1, busy, longest)
    windows = st.lists(SPANS, min_size=1, max_size=2).map(tuple)
    visits = [Visit(at, at, draw(st.integers(1, 6)), draw(windows)) for at in range(count)]
    cell = st.integers(0, 6)
    table = draw(st.lists(cell, min_size=(count + 2) ** 2, max_size=(count + 2) ** 2))
    return day, visits, np.array(table, dtype=float).reshape(count + 2, count + 2)


def is_busy(day, second):
    return any(span.start <= second < span.end for span in day.busy)


def drive(day, moment, seconds):
    """Return when a drive ends: seconds of breaks do not count."""
    while seconds:
        seconds -= not is_busy(day, moment)
        moment += 1
    return moment


def may_start(day, visit, moment):
    end = moment + visit.service
    if moment < day.start or end > day.end:
        return False
    if any(is_busy(day, second) for second in range(moment, end)):
        return False
    return any(window.start <= moment and end <= window.end for window in visit.windows)


def simulate(day, visits, seconds, departure):
    """Return starts and arrival of whoever leaves then and waits no longer than he must."""
    starts, moment, place = [], departure, day.origin
    for visit in visits:
        moment = drive(day, moment, seconds[place, visit.place])
        while moment <= day.end and not may_start(day, visit, moment):
            moment += 1
        if moment > day.end:
            return None
        starts.append(moment)
        moment, place = moment + visit.service, visit.place
    arrival = drive(day, moment, seconds[place, day.destination])
    return (starts, arrival) if arrival <= day.end else None


class TestClock(BaseCase):
    def test_a_break_takes_no_time(self):
        clock = WorkClock([Span(12 * HOUR, 13 * HOUR)])
        self.assertEqual(clock.worked(14 * HOUR), 13 * HOUR)
        self.assertEqual(clock.worked(12 * HOUR + 60), 12 * HOUR)
        self.assertEqual(clock.moment(12 * HOUR), 13 * HOUR)
        self.assertEqual(clock.moment_before(12 * HOUR), 12 * HOUR)

    def test_a_visit_is_before_or_after_the_break(self):
        day = WorkDay(MONDAY, 8 * HOUR, 18 * HOUR, 0, 0, (Span(12 * HOUR, 13 * HOUR),))
        starts = possible_starts(
            WorkClock(day.busy), day, [Span(11 * HOUR, 15 * HOUR), Span(0, HOUR)], HOUR
        )
        self.assertEqual(starts, ((11 * HOUR, 11 * HOUR), (12 * HOUR, 13 * HOUR)))
        self.assertEqual(first_from(starts, 11 * HOUR + 1), 12 * HOUR)
        self.assertEqual(last_until(starts, 12 * HOUR - 1), 11 * HOUR)
        self.assertIsNone(first_from(starts, 13 * HOUR + 1))
        self.assertIsNone(last_until(starts, 11 * HOUR - 1))

    @settings(**SLOW_MACHINE)
    @given(st.lists(SPANS, max_size=4), st.integers(0, 60))
    def test_there_and_back(self, busy, moment):
        clock = WorkClock(busy)
        worked = clock.worked(moment)
        stood = sum(any(span.start <= at < span.end for span in busy) for at in range(moment))
        self.assertEqual(worked, moment - stood)
        self.assertEqual(clock.worked(clock.moment(worked)), worked)
        self.assertEqual(clock.worked(clock.moment_before(worked)), worked)
        self.assertLessEqual(clock.moment_before(worked), moment)
        self.assertGreaterEqual(clock.moment(worked), moment)


class TestSchedule(BaseCase):
    @settings(max_examples=200, **SLOW_MACHINE)
    @given(little_days())
    def test_as_early_as_second_by_second(self, case):
        day, visits, seconds = case
        frame = frame_of(day, visits, seconds)
        times = earliest(frame, range(len(visits)))
        expected = simulate(day, visits, seconds, day.start)
        self.assertEqual(times is None, expected is None)
        if times is not None:
            starts, arrival = expected
            self.assertEqual([frame.clock.moment(time) for time in times[:-1]], starts)
            self.assertEqual(times[-1], frame.clock.worked(arrival))

    @settings(max_examples=200, **SLOW_MACHINE)
    @given(little_days())
    @example((WorkDay(MONDAY, 0, 0, 0, 1, (Span(0, 1),)), [], np.zeros((2, 2))))
    @example((WorkDay(MONDAY, 2, 4, 0, 1, (Span(1, 9),)), [], np.zeros((2, 2))))
    def test_a_table_breaks_nothing_and_is_short_enough_where_a_day_can_be(self, case):
        day, visits, seconds = case
        frame = frame_of(day, visits, seconds)
        table = timetable(frame, range(len(visits)))
        all_days = [
            (arrival[1] - departure, departure)
            for departure in range(day.start, day.end + 1)
            if (arrival := simulate(day, visits, seconds, departure))
        ]
        longest = END if day.longest is None else day.longest
        self.assertEqual(table is not None, any(length <= longest for length, _at in all_days))
        self.assertEqual(is_possible(frame, range(len(visits))), table is not None)
        if table is None:
            return
        self.assertEqual(
            simulate(day, visits, seconds, table.departure), (list(table.starts), table.arrival)
        )
        self.assertLessEqual(table.arrival - table.departure, longest)
        pause = sum(is_busy(day, at) for at in range(table.departure, table.arrival))
        service = sum(visit.service for visit in visits)
        self.assertEqual(
            table.arrival - table.departure, table.travel_seconds + table.waiting + service + pause
        )

    @settings(max_examples=200, **SLOW_MACHINE)
    @given(little_days())
    def test_whoever_starts_no_later_than_the_latest_keeps_the_rest(self, case):
        day, visits, seconds = case
        frame = frame_of(day, visits, seconds)
        order = range(len(visits))
        last = latest(frame, order)
        self.assertEqual(last is None, earliest(frame, order) is None)
        if last is None:
            return
        self.assertIsNotNone(earliest(frame, order, last[0]))
        self.assertIsNone(earliest(frame, order, last[0] + 1))
        for first, until in zip(earliest(frame, order), last[1:], strict=False):
            self.assertLessEqual(first, until)

    def test_a_day_that_is_too_long_starts_later(self):
        """One at 9, or at 15; one at 16: a day of 4 hours begins in the afternoon."""
        visits = [
            Visit(1, 1, HOUR, (Span(9 * HOUR, 10 * HOUR), Span(14 * HOUR, 15 * HOUR))),
            Visit(2, 2, HOUR, (Span(16 * HOUR, 17 * HOUR),)),
        ]
        seconds = np.full((3, 3), HOUR / 2)
        day = WorkDay(MONDAY, 8 * HOUR, 18 * HOUR, 0, 0, longest=4 * HOUR)
        table = timetable(frame_of(day, visits, seconds), [0, 1])
        self.assertEqual(table.departure, 13.5 * HOUR)
        self.assertEqual(table.arrival, 17.5 * HOUR)
        self.assertEqual((table.travel_seconds, table.waiting), (1.5 * HOUR, HOUR / 2))
        day = WorkDay(MONDAY, 8 * HOUR, 18 * HOUR, 0, 0, longest=4 * HOUR - 1)
        self.assertIsNone(timetable(frame_of(day, visits, seconds), [0, 1]))

    def test_where_no_road_leads_nobody_drives(self):
        seconds = np.array([[0, np.inf], [60.2, 0]])
        self.assertEqual(whole_seconds(seconds)[1, 0], 61)
        day = WorkDay(MONDAY, 0, 24 * HOUR, 0, 0)
        visit = Visit(1, 1, HOUR, (Span(0, 24 * HOUR),))
        self.assertFalse(is_possible(frame_of(day, [visit], seconds), [0]))

    def test_no_more_visits_than_agreed(self):
        day = WorkDay(MONDAY, 0, 24 * HOUR, 0, 0, most_visits=1)
        visits = [Visit(key, 0, HOUR, (Span(0, 24 * HOUR),)) for key in range(2)]
        frame = frame_of(day, visits, np.zeros((1, 1)))
        self.assertTrue(is_possible(frame, [0]))
        self.assertFalse(is_possible(frame, [0, 1]))

    def test_an_occurrence_on_a_day_it_is_not_offered_has_no_window(self):
        windows = (Span(9 * HOUR, 12 * HOUR),)
        occurrence = Occurrence(7, 3, 2, HOUR, (Offer(4, windows),), 500.0, is_fixed=True)
        self.assertEqual(visit_on(occurrence, 4), Visit(7, 2, HOUR, windows, 500.0, True))
        self.assertEqual(visit_on(occurrence, 5).windows, ())
