from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.sleeping import LEAST_PATIENCE, USUAL_GAP, order_rhythm, span

DAY = date(2026, 1, 5)
days = st.lists(st.dates(date(2015, 1, 1), date(2026, 12, 31)), min_size=1, max_size=20)
usual = st.integers(1, 1000)
slow_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def on(*offsets):
    return [DAY + timedelta(days=offset) for offset in offsets]


class TestSleeping(BaseCase):
    def test_the_own_rhythm_is_the_median_of_the_gaps(self):
        """One long winter between two orders is no rhythm."""
        cases = [
            # orders on day, usual gap, gap, own, sleeping after (days since the last)
            ((0, 42, 84), 365, 42, True, 63),
            ((0, 42, 84, 400, 442), 365, 42, True, 63),
            ((0, 40, 85), 365, 43, True, 65),
            ((0, 7, 14, 21), 365, 7, True, 30),
            ((0, 0, 42, 42), 365, 365, False, 548),
            ((0, 42), 90, 90, False, 135),
            ((0,), USUAL_GAP, 365, False, 548),
        ]
        for offsets, usual_gap, gap, is_own, patience in cases:
            with self.subTest(offsets=offsets):
                rhythm = order_rhythm(on(*offsets), usual_gap)
                last = DAY + timedelta(days=max(offsets))
                self.assertEqual((rhythm.gap, rhythm.is_own), (gap, is_own))
                self.assertEqual(rhythm.expected_on, last + timedelta(days=gap))
                self.assertEqual((rhythm.sleeping_from - last).days, patience)

    def test_who_never_ordered_does_not_sleep(self):
        self.assertIsNone(order_rhythm([]))

    def test_a_gap_of_no_days_is_refused(self):
        with self.assertRaisesRegex(ValueError, "one day at least, not 0"):
            order_rhythm(on(0), 0)

    def test_spans_in_words_people_use(self):
        for number, words in [
            (0, (0, "day")),
            (13, (13, "day")),
            (14, (2, "week")),
            (42, (6, "week")),
            (181, (26, "week")),
            (182, (6, "month")),
            (730, (24, "month")),
        ]:
            with self.subTest(number=number):
                self.assertEqual(span(number), words)

    @slow_machine
    @given(days, usual)
    def test_nobody_sleeps_before_his_next_order_is_expected(self, ordered, usual_gap):
        rhythm = order_rhythm(ordered, usual_gap)
        self.assertLess(max(ordered), rhythm.expected_on)
        self.assertLessEqual(max(ordered) + timedelta(days=LEAST_PATIENCE), rhythm.sleeping_from)
        if rhythm.gap >= LEAST_PATIENCE:
            self.assertLess(rhythm.expected_on, rhythm.sleeping_from)

    @slow_machine
    @given(days, usual, st.randoms())
    def test_neither_order_nor_repetition_matters(self, ordered, usual_gap, random):
        shuffled = ordered * 2
        random.shuffle(shuffled)
        self.assertEqual(order_rhythm(ordered, usual_gap), order_rhythm(shuffled, usual_gap))

    @slow_machine
    @given(days, usual, st.integers(1, 2000))
    def test_a_new_order_never_brings_sleep_forward(self, ordered, usual_gap, later):
        """Of a customer without a rhythm of his own, or whose gap does not shrink."""
        before = order_rhythm(ordered, usual_gap)
        after = order_rhythm([*ordered, max(ordered) + timedelta(days=later)], usual_gap)
        if after.gap >= before.gap:
            self.assertGreater(after.sleeping_from, before.sleeping_from)

    @slow_machine
    @given(days, usual, st.integers(-400, 400))
    def test_the_calendar_does_not_matter(self, ordered, usual_gap, shift):
        move = timedelta(days=shift)
        moved = order_rhythm([day + move for day in ordered], usual_gap)
        rhythm = order_rhythm(ordered, usual_gap)
        self.assertEqual(moved.gap, rhythm.gap)
        self.assertEqual(moved.sleeping_from, rhythm.sleeping_from + move)
