from datetime import date, timedelta

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.due.assembly import assemble
from ..planning.visits.due.demand import Appointment, Customer, Demand
from ..planning.visits.limits import Limits
from ..planning.visits.period.plan import plan_period
from ..planning.visits.problem import Span, WorkDay

MONDAY = date(2026, 3, 2)
HOUR = 3600
HOME, TOWN, FAR, FARTHEST = range(4)
# hours from home; the others lie on the same road
AWAY = np.array([0.0, 0.25, 2.0, 6.0])
SECONDS = np.abs(AWAY[:, None] - AWAY[None, :]) * HOUR


def appointment(start, hours=1.0, place=FAR, key=1, day=0, customer=90):
    begin = round(start * HOUR)
    end = begin + round(hours * HOUR)
    return Appointment(key, customer, place, MONDAY + timedelta(days=day), begin, end)


def town(key):
    """A customer in town who wants to be seen every week."""
    return Customer(id=key, place=TOWN, minutes=60, number=1, unit="week")


def assembled(*appointments, days=1, end=17, busy=(), longest=None, customers=8):
    week = tuple(
        WorkDay(MONDAY + timedelta(days=day), 8 * HOUR, end * HOUR, HOME, HOME, busy, longest)
        for day in range(days)
    )
    last = MONDAY + timedelta(days=6)
    people = [town(key) for key in range(1, customers + 1)]
    demand = Demand(MONDAY, last, week, SECONDS, SECONDS, people, appointments=appointments)
    return assemble(demand)


def solved(result):
    """Return (start, end) of what is planned, in order; of appointments, and of others."""
    fixed, others = [], []
    occurrences = {one.key: one for one in result.problem.occurrences}
    for planned in plan_period(result.problem, Limits(iterations=200), 1).planned:
        one = occurrences[planned.key]
        (fixed if one.is_fixed else others).append((planned.start, planned.start + one.service))
    return sorted(fixed), sorted(others)


class TestAppointments(BaseCase):
    def test_a_half_day_is_as_long_as_the_way_back(self):
        """Friday afternoon is free; the customer two hours away is still met at half past ten."""
        fixed, others = solved(assembled(appointment(10.5), end=12))
        self.assertEqual(fixed, [(10.5 * HOUR, 11.5 * HOUR)])
        self.assertEqual(others, [])

    def test_one_leaves_earlier_and_visits_nobody_else_before_hours(self):
        result = assembled(appointment(9), longest=None)
        self.assertEqual(result.problem.days[0].start, 7 * HOUR)
        fixed, others = solved(result)
        self.assertEqual(fixed, [(9 * HOUR, 10 * HOUR)])
        self.assertTrue(others)
        for one in result.problem.occurrences:
            if not one.is_fixed:
                self.assertEqual(one.offers[0].windows, (Span(8 * HOUR, 17 * HOUR),))

    def test_an_appointment_over_the_end_of_the_hours_is_kept(self):
        fixed, _others = solved(assembled(appointment(16.5, place=TOWN)))
        self.assertEqual(fixed, [(16.5 * HOUR, 17.5 * HOUR)])

    def test_one_beyond_all_hours_is_told(self):
        result = assembled(appointment(19, place=TOWN))
        self.assertEqual([one.cause for one in result.refused], ["no_hours"])
        self.assertEqual(result.problem.days[0].end, 17 * HOUR)

    def test_what_is_too_far_is_told_and_keeps_its_time(self):
        """It stands in the calendar: nobody else is visited at that time."""
        result = assembled(appointment(12, hours=3, place=FARTHEST), longest=10 * HOUR)
        self.assertEqual([one.cause for one in result.refused], ["too_far"])
        fixed, others = solved(result)
        self.assertEqual(fixed, [])
        self.assertTrue(others)
        for start, end in others:
            self.assertTrue(end <= 12 * HOUR or start >= 15 * HOUR)

    def test_of_two_at_once_the_first_is_kept_and_the_other_keeps_its_time(self):
        first, second = appointment(10, 2, TOWN), appointment(11, 2, TOWN, key=2)
        result = assembled(first, second)
        (refused,) = result.refused
        self.assertEqual((refused.cause, refused.source.id, refused.other), ("clash", 2, 1))
        fixed, others = solved(result)
        self.assertEqual(fixed, [(10 * HOUR, 12 * HOUR)])
        for start, end in others:
            self.assertTrue(end <= 10 * HOUR or start >= 13 * HOUR)

    def test_a_break_on_the_way_makes_the_day_longer(self):
        noon = (Span(12 * HOUR, 13 * HOUR),)
        result = assembled(appointment(14, 2), end=17, busy=noon)
        self.assertEqual(result.problem.days[0].end, 18 * HOUR)
        result = assembled(appointment(10, 1), end=13, busy=noon)
        self.assertEqual(result.problem.days[0].end, 14 * HOUR)

    def test_one_that_has_begun_is_kept(self):
        """It is eleven; he has been with the customer since half past ten."""
        until_now = (Span(8 * HOUR, 11 * HOUR),)
        fixed, others = solved(assembled(appointment(10.5), busy=until_now))
        self.assertEqual(fixed, [(10.5 * HOUR, 11.5 * HOUR)])
        self.assertTrue(others)
        self.assertTrue(all(start >= 13 * HOUR for start, _end in others))


class TestLaws(BaseCase):
    @example(
        [
            appointment(9.25, 0.5, FAR, 1),
            appointment(11, 2, TOWN, 2),
            appointment(12.75, 2, TOWN, 3),
        ],
        10 * HOUR,
        (),
    )
    @example(
        [
            appointment(9, 1, FAR, 1),
            appointment(10, 2.5, None, 2),
            appointment(13, 1, FAR, 3),
        ],
        None,
        (),
    )
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.builds(
                appointment,
                st.integers(7 * 4, 17 * 4).map(lambda quarters: quarters / 4),
                st.sampled_from([0.5, 1.0, 2.0]),
                st.sampled_from([None, HOME, TOWN, FAR, FARTHEST]),
                st.integers(1, 1000),
                st.integers(0, 1),
                st.integers(90, 99),
            ),
            max_size=5,
            unique_by=lambda one: one.id,
        ),
        st.sampled_from([None, 6 * HOUR, 10 * HOUR]),
        st.sampled_from([(), ((12, 13),), ((8, 11),), ((8, 10), (12, 13)), ((14, 17),)]),
    )
    def test_nothing_is_planned_over_what_is_agreed(self, appointments, longest, hours):
        """What is kept is planned; what is not is refused, and keeps its time."""
        busy = tuple(Span(start * HOUR, end * HOUR) for start, end in hours)
        result = assembled(*appointments, days=2, longest=longest, busy=busy)
        problem = result.problem
        occurrences = {one.key: one for one in problem.occurrences}
        fixed = {key for key, one in occurrences.items() if one.is_fixed}
        planned = plan_period(problem, Limits(iterations=60), 1).planned
        self.assertLessEqual(fixed, {one.key for one in planned})
        self.assertEqual(
            len(fixed) + len(result.refused) + len(result.untravelled), len(appointments)
        )
        for one in planned:
            if one.key in fixed:
                continue
            day = problem.days[one.day].date
            end = one.start + occurrences[one.key].service
            for other in appointments:
                if other.day == day:
                    self.assertFalse(one.start < other.end and other.start < end, other)
