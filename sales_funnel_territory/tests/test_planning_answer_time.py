import doctest
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning import answer_time
from odoo.addons.sales_funnel_territory.planning.answer_time import (
    answer_due,
    due_day,
    hours_worked,
)
from odoo.tests import BaseCase, tagged

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


BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai", "Pacific/Honolulu"]).map(ZoneInfo)
MINUTES = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def week_of(moment, zone, days=10):
    """Return working time from 9 to 17, Monday to Friday."""
    start = moment.astimezone(zone).replace(hour=9, minute=0, second=0, microsecond=0)
    mornings = (start + timedelta(days=number) for number in range(days))
    return [(day, day.replace(hour=17)) for day in mornings if day.weekday() < 5]


@tagged("-at_install", "post_install")
class TestAnswerMoment(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(answer_time).failed, 0)

    def test_until_the_end_of_the_next_working_day_if_that_is_later(self):
        for asked, due in (
            ((2026, 3, 2, 10), (2026, 3, 3, 17)),  # Monday morning: Tuesday evening
            ((2026, 3, 2, 20), (2026, 3, 3, 20)),  # late on Monday: 24 hours are later
            ((2026, 3, 6, 10), (2026, 3, 9, 17)),  # Friday: Monday evening
            ((2026, 3, 7, 12), (2026, 3, 9, 17)),  # Saturday
            ((2026, 3, 8, 12), (2026, 3, 9, 17)),  # Sunday
        ):
            moment = datetime(*asked, tzinfo=BERLIN)
            with self.subTest(asked=asked):
                found = answer_due(moment, week_of(moment, BERLIN), BERLIN)
                self.assertEqual(found, datetime(*due, tzinfo=BERLIN))

    def test_who_never_works_has_24_hours(self):
        moment = datetime(2026, 3, 2, 10, tzinfo=UTC)
        self.assertEqual(answer_due(moment, [], UTC), moment + timedelta(hours=24))

    @given(MINUTES, ZONES)
    def test_never_less_than_24_hours_never_beyond_a_weekend(self, asked, zone):
        due = answer_due(asked, week_of(asked, zone), zone)
        self.assertGreaterEqual(due, asked + timedelta(hours=24))
        self.assertLessEqual(due, asked + timedelta(days=4))

    @given(MINUTES, st.integers(0, 9 * 24 * 60), ZONES)
    def test_hours_add_up(self, start, minutes, zone):
        length = timedelta(minutes=minutes)
        spells, end = week_of(start, zone), start + length
        middle = start + length / 2
        parts = hours_worked(start, middle, spells) + hours_worked(middle, end, spells)
        self.assertAlmostEqual(hours_worked(start, end, spells), parts)
        self.assertLessEqual(parts, length / timedelta(hours=1) + 1e-9)
