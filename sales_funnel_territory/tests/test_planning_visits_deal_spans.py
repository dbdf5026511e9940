from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.due.deal_spans import DEAL_DAYS, deal_spans

FIRST = date(2027, 1, 1)
NUMBERS = st.lists(st.integers(-60, 160), max_size=6)


def day(number):
    return FIRST + timedelta(days=number)


class TestDealSpans(BaseCase):
    """An opportunity is visited once in four weeks, in plans of whatever length."""

    def test_a_week_a_month_a_quarter(self):
        for length, spans in ((7, 1), (28, 1), (31, 1), (42, 2), (91, 3)):
            with self.subTest(length=length):
                self.assertEqual(len(list(deal_spans(FIRST, day(length - 1)))), spans)

    def test_who_was_just_visited_or_soon_will_be_is_not_due(self):
        for number, spans in ((-40, 1), (-28, 1), (-10, 0), (3, 0), (20, 0), (40, 1)):
            with self.subTest(number=number):
                self.assertEqual(len(list(deal_spans(FIRST, day(6), [day(number)]))), spans)

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(length=st.integers(1, 120), numbers=NUMBERS)
    def test_spans_follow_each_other_and_keep_away_from_visits(self, length, numbers):
        last = day(length - 1)
        visited = [day(number) for number in numbers]
        before = None
        for begin, end in deal_spans(FIRST, last, visited):
            self.assertTrue(FIRST <= begin <= end <= last)
            self.assertLess((end - begin).days, DEAL_DAYS)
            self.assertTrue(before is None or before < begin)
            for one in visited:
                self.assertTrue(end <= one - timedelta(28) or begin >= one + timedelta(28))
            before = end
