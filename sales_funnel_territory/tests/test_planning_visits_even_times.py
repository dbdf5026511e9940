from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.day.even_times import even_times, in_steps
from ..planning.visits.limits import Limits
from ..planning.visits.period.plan import plan_period
from ..planning.visits.slots.gap_check import Gaps, gap_breaches
from .visit_plans import faults, problem, problems, visit, work_day
from .visits_story import check, story

LIMITS = Limits(iterations=30, seconds=None)


class TestEvenTimes(BaseCase):
    def _plan(self, given):
        return plan_period(given, LIMITS, 1)

    def test_visits_begin_on_five_minutes(self):
        given = story(customers=20, appointments=0).problem
        given = replace(given, seconds=in_steps(given.seconds, 60))
        found = self._plan(given)
        self.assertTrue(any(one.start % 300 for one in found.planned), "else it proves nothing")
        even = even_times(given, found)
        self.assertFalse([one for one in even.planned if one.start % 300])
        self.assertEqual(check(given, even).wrong, ())
        places = [
            sorted((one.key, one.day, one.order) for one in plan.planned) for plan in (found, even)
        ]
        self.assertEqual(*places)

    def test_a_full_day_loses_nobody(self):
        """Seven visits of an hour in one house, 11 minutes away: a day of 7:28, it takes 7:22."""
        day = work_day(0, 8, 8 + (7 * 60 + 2 * 11 + 6) / 60)
        visits = [visit(key, place=1, minutes=60) for key in range(7)]
        given = problem([day], visits)
        given = replace(given, seconds=given.seconds * 1.1)
        found = self._plan(given)
        self.assertFalse(found.unserved)
        self.assertEqual(len(even_times(given, found).planned), 7)

    @settings(max_examples=60, deadline=None)
    @given(problems())
    def test_it_breaks_nothing(self, given):
        found = self._plan(given)
        even = even_times(given, found)
        self.assertLessEqual(set(faults(given, even)), set(faults(given, found)))
        self.assertEqual(len(even.planned), len(found.planned))


class TestGaps(BaseCase):
    DAY = date(2026, 12, 8)

    def _limits(self, before, after, gaps):
        return [one.limit for one in gap_breaches(self.DAY, before, after, gaps)]

    def test_near_and_far(self):
        gaps = Gaps(10.0)
        for before, limits in (
            (date(2026, 12, 2), []),
            (date(2026, 12, 3), ["near"]),
            (date(2026, 12, 8), ["near"]),
            (date(2026, 11, 24), []),
            (date(2026, 11, 23), ["far"]),
            (None, []),
        ):
            with self.subTest(before=before):
                self.assertEqual(self._limits(before, None, gaps), limits)
        self.assertEqual(self._limits(None, date(2026, 12, 9), gaps), ["near"])
        self.assertEqual(self._limits(date(2026, 12, 7), None, Gaps(10.0, least=1)), [])
        self.assertEqual(self._limits(date(2026, 12, 2), None, Gaps(10.0, largest=5)), ["far"])

    @given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.floats(1, 200))
    def test_no_gap_is_both(self, before, usual):
        self.assertLessEqual(len(self._limits(before, None, Gaps(usual))), 1)
