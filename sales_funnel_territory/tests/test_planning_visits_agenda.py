from datetime import date, datetime
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase

from ..planning.visits.due.agenda import (
    Wishes,
    clock_time,
    free_seconds,
    left_free,
    moment_of,
    spans_by_day,
    work_days,
)
from ..planning.visits.problem import Span

HOUR = 3600
WEEK = [date(2026, 12, day) for day in range(7, 12)]
HOURS = [Span(8 * HOUR, 12 * HOUR), Span(13 * HOUR, 17 * HOUR)]


def _ends(_day):
    return 0, 0


class TestAgenda(BaseCase):
    def _plan(self, free=0, busy=None, fixed=None, days=WEEK):
        working = dict.fromkeys(days, HOURS)
        return work_days(working, busy or {}, _ends, Wishes(free, 10 * HOUR), fixed)

    def test_lunch_is_a_break_of_the_day(self):
        days = self._plan()
        self.assertEqual([day.date for day in days], WEEK)
        self.assertEqual(days[0].busy, (Span(12 * HOUR, 13 * HOUR),))
        self.assertEqual(free_seconds(days[0]), 8 * HOUR)

    def test_the_end_of_the_week_is_left_free_first(self):
        days = self._plan(free=1)
        self.assertEqual(days[-1].end, 12 * HOUR)
        self.assertEqual(days[-1].busy, ())
        self.assertEqual(sum(map(free_seconds, days)), 36 * HOUR)
        two = self._plan(free=2)
        self.assertEqual([day.end for day in two].count(12 * HOUR), 2)

    def test_a_half_day_with_an_appointment_is_not_left_free(self):
        fixed = {WEEK[-1]: [Span(14 * HOUR, 15 * HOUR)]}
        days = self._plan(free=1, fixed=fixed)
        self.assertEqual(days[-1].end, 17 * HOUR)
        self.assertEqual(days[2].end, 12 * HOUR)

    def test_a_short_week_has_fewer_free_half_days(self):
        self.assertEqual(sum(map(free_seconds, self._plan(free=1, days=WEEK[:2]))), 16 * HOUR)
        self.assertEqual(sum(map(free_seconds, self._plan(free=2, days=WEEK[:2]))), 12 * HOUR)

    def test_a_day_that_is_taken_as_a_whole_is_none(self):
        days = self._plan(busy={WEEK[0]: [Span(0, 24 * HOUR)], WEEK[1]: [Span(0, 9 * HOUR)]})
        self.assertEqual([day.date for day in days], WEEK[1:])
        self.assertEqual(days[0].busy[0], Span(8 * HOUR, 9 * HOUR))

    def test_more_free_half_days_than_there_are(self):
        self.assertEqual(self._plan(free=14), ())

    def test_clocks_that_are_changed(self):
        for name, moment in (
            ("Europe/Berlin", datetime(2026, 3, 29, 7)),
            ("Asia/Shanghai", datetime(2026, 3, 29, 1)),
            ("Pacific/Honolulu", datetime(2026, 3, 29, 19)),
        ):
            with self.subTest(zone=name):
                zone = ZoneInfo(name)
                self.assertEqual(clock_time(moment, zone), (date(2026, 3, 29), 9 * HOUR))
                self.assertEqual(moment_of(date(2026, 3, 29), 9 * HOUR, zone), moment)

    def test_what_goes_on_over_midnight_is_of_two_days(self):
        spans = spans_by_day(
            [(datetime(2026, 12, 7, 22), datetime(2026, 12, 8, 9))], ZoneInfo("UTC")
        )
        self.assertEqual(
            spans,
            {WEEK[0]: [Span(22 * HOUR, 24 * HOUR)], WEEK[1]: [Span(0, 9 * HOUR)]},
        )

    def test_what_was_left_free(self):
        noon, five = 12 * HOUR, 17 * HOUR
        found = left_free(self._plan(), self._plan(free=2))
        self.assertEqual(found, {WEEK[-1]: Span(noon, five), WEEK[2]: Span(noon, five)})
        one_less = left_free(self._plan(free=1), self._plan(free=2))
        self.assertEqual(one_less, {WEEK[2]: Span(noon, five)}, "the end of the week goes last")
        self.assertEqual(set(left_free(self._plan(), self._plan(free=14))), set(WEEK))
        self.assertEqual(left_free(self._plan(), self._plan()), {})
