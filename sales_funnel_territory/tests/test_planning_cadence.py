from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.cadence import UNITS, Frequency, Rhythm, is_closed_for_good, next_due

MONDAY = date(2026, 3, 2)
HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1)}


def weekdays(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def every_day(_day):
    return True


def rhythm(number, unit, least=None, largest=None):
    return Rhythm(Frequency(number, unit), least, largest)


class TestNextDue(BaseCase):
    def test_cases(self):
        cases = [
            ("every 7 days", rhythm(7, "day"), MONDAY, MONDAY + timedelta(days=7)),
            ("every 10 days, moved off Saturday", rhythm(12, "day"), MONDAY, date(2026, 3, 16)),
            ("once a week", rhythm(1, "week"), MONDAY, date(2026, 3, 9)),
            ("twice a week", rhythm(2, "week"), MONDAY, date(2026, 3, 6)),
            (
                "once a month over a short one",
                rhythm(1, "month"),
                date(2026, 1, 30),
                date(2026, 3, 2),
            ),
            ("twice a month", rhythm(2, "month"), MONDAY, date(2026, 3, 17)),
            ("three in a quarter: monthly", rhythm(3, "quarter"), MONDAY, date(2026, 4, 2)),
            (
                "once a quarter over the year",
                rhythm(1, "quarter"),
                date(2026, 11, 30),
                date(2027, 3, 1),
            ),
            ("twice a year", rhythm(2, "year"), MONDAY, date(2026, 9, 2)),
            ("once a year, leap day", rhythm(1, "year"), date(2024, 2, 29), date(2025, 2, 28)),
            ("off a holiday", rhythm(25, "day"), date(2026, 11, 30), date(2026, 12, 28)),
            ("new year", rhythm(1, "month"), date(2026, 12, 1), date(2027, 1, 4)),
            ("least gap first", rhythm(2, "week", least=7), MONDAY, date(2026, 3, 9)),
            ("largest gap pulls in", rhythm(1, "month", largest=14), MONDAY, date(2026, 3, 16)),
            ("back, not beyond it", rhythm(12, "day", largest=13), MONDAY, date(2026, 3, 13)),
        ]
        for name, one, last, expected in cases:
            with self.subTest(name):
                self.assertEqual(next_due(one, last, last, weekdays), expected)

    def test_never_contacted_is_due_at_once(self):
        saturday = date(2026, 3, 7)
        self.assertEqual(next_due(rhythm(1, "year"), None, saturday, weekdays), date(2026, 3, 9))

    def test_a_customer_who_never_receives_is_not_forgotten(self):
        self.assertTrue(is_closed_for_good(lambda day: False, MONDAY))
        due = next_due(rhythm(7, "day"), MONDAY, MONDAY, lambda day: False)
        self.assertEqual(due, MONDAY + timedelta(days=7))

    def test_impossible_ones_are_refused(self):
        for number, unit in ((0, "day"), (1000, "day"), (1, "decade"), (-1, "week")):
            with self.subTest(number=number, unit=unit), self.assertRaises(ValueError):
                Frequency(number, unit)
        for least, largest in ((0, None), (None, 0), (9, 8)):
            with self.subTest(least=least, largest=largest), self.assertRaises(ValueError):
                rhythm(1, "week", least, largest)

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.integers(1, 366),
        st.sampled_from(UNITS),
        st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        st.integers(1, 60),
        st.integers(0, 60),
        st.integers(1, 127),
    )
    def test_never_before_the_least_gap_and_on_an_open_day(
        self, number, unit, last, least, more, days
    ):
        days = {day for day in range(7) if days >> day & 1}
        one = rhythm(number, unit, least, least + more)
        due = next_due(one, last, last, lambda day: day.weekday() in days)
        self.assertGreaterEqual(due, last + timedelta(days=least))
        self.assertIn(due.weekday(), days)
        # within the largest gap wherever an open day lies in between
        window = [last + timedelta(days=least + n) for n in range(more + 1)]
        if any(day.weekday() in days for day in window):
            self.assertLessEqual(due, last + timedelta(days=least + more))

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.integers(1, 366), st.sampled_from(UNITS), st.dates(date(2000, 1, 1), date(2100, 1, 1))
    )
    def test_the_gap_is_what_the_frequency_says(self, number, unit, last):
        one = rhythm(number, unit)
        gap = (next_due(one, last, last, every_day) - last).days
        self.assertLessEqual(abs(gap - max(1, one.frequency.gap())), 3)
