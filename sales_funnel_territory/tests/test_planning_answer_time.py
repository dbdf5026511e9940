from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.answer_time import due_day

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))
WORKED = st.frozensets(st.integers(0, 6), min_size=1)


def _weekdays(day):
    return day.weekday() < 5


class TestAnswerTime(BaseCase):
    """24 hours, or the end of the next working day if that is later."""

    def test_a_week(self):
        for asked, due in (
            (datetime(2026, 3, 2, 10), date(2026, 3, 3)),  # Monday
            (datetime(2026, 3, 6, 16), date(2026, 3, 9)),  # Friday
            (datetime(2026, 3, 7, 9), date(2026, 3, 9)),  # Saturday
            (datetime(2026, 3, 8, 23, 59), date(2026, 3, 9)),  # Sunday
            (datetime(2026, 12, 31, 18), date(2027, 1, 1)),  # Thursday, no holiday told
        ):
            with self.subTest(asked=asked):
                self.assertEqual(due_day(asked, _weekdays), due)

    def test_a_holiday_is_no_working_day(self):
        holidays = {date(2026, 4, 3), date(2026, 4, 6)}  # Good Friday, Easter Monday

        def is_open(day):
            return _weekdays(day) and day not in holidays

        self.assertEqual(due_day(datetime(2026, 4, 2, 12), is_open), date(2026, 4, 7))

    def test_who_never_works_has_24_hours(self):
        self.assertEqual(due_day(datetime(2026, 3, 6, 16), lambda _day: False), date(2026, 3, 7))

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(MOMENTS, WORKED)
    def test_never_less_than_24_hours_and_never_lost(self, asked, worked):
        due = due_day(asked, lambda day: day.weekday() in worked)
        self.assertGreaterEqual(due, (asked + timedelta(hours=24)).date())
        self.assertIn(due.weekday(), worked)
        self.assertLessEqual(due - asked.date(), timedelta(days=7))
