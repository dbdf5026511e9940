"""A day as it is: ways, broken limits, and where one more visit fits."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.visits.problem import Span, WorkDay
from ..planning.visits.slots.day_check import DayStop, best_slot, check_day, in_order

HOUR = 3600
ALL_DAY = (Span(0, 24 * HOUR),)
# three places on a line, half an hour apart; 0 is home
SECONDS = np.array([[0, 1800, 3600], [1800, 0, 1800], [3600, 1800, 0]], dtype=float)
METRES = SECONDS * 15
DAY = WorkDay(date(2026, 3, 2), 8 * HOUR, 18 * HOUR, 0, 0)


def stop(key, place, start, hours=1.0, windows=ALL_DAY):
    return DayStop(key, place, round(start * HOUR), round((start + hours) * HOUR), windows)


def limits(day, *stops):
    check = check_day(day, stops, SECONDS, METRES)
    return [(one.limit, one.key, one.excess, one.other) for one in check.breaches]


class TestDayCheck(BaseCase):
    def test_a_good_day_has_its_ways_and_no_fault(self):
        check = check_day(DAY, [stop(2, 2, 11), stop(1, 1, 9)], SECONDS, METRES)
        self.assertEqual([leg.seconds for leg in check.legs], [1800, 1800, 3600])
        self.assertEqual((check.seconds, check.metres), (7200, 108_000))
        self.assertFalse(check.breaches)
        self.assertEqual(check_day(DAY, [], SECONDS, METRES).legs, ())

    def test_each_limit_is_told_with_by_how_much(self):
        for expected, day, stops in (
            (("overlap", 2, 1800, 1), DAY, [stop(1, 1, 9), stop(2, 1, 9.5)]),
            (("late", 2, 900, 1), DAY, [stop(1, 1, 9), stop(2, 2, 10.25)]),
            (("early_start", None, 1800, None), DAY, [stop(1, 1, 8)]),
            (("late_end", None, 1800, None), DAY, [stop(1, 1, 17)]),
            (("closed", 1, 0, None), DAY, [stop(1, 1, 9, windows=())]),
            (("window", 1, 0, None), DAY, [stop(1, 1, 9, windows=(Span(0, 34_200),))]),
            (("longest", None, 1800, None), replace(DAY, longest=5400), [stop(1, 1, 9)]),
            (
                ("most_visits", None, 1, None),
                replace(DAY, most_visits=1),
                [stop(1, 1, 9), stop(2, 1, 12)],
            ),
            (("busy", 1, 0, None), replace(DAY, busy=(Span(34_200, 36_000),)), [stop(1, 1, 9)]),
        ):
            with self.subTest(limit=expected[0]):
                self.assertEqual(limits(day, *stops), [expected])

    def test_a_drive_waits_during_a_break(self):
        day = replace(DAY, busy=(Span(10 * HOUR, 11 * HOUR),))
        self.assertFalse(limits(day, stop(1, 1, 9), stop(2, 2, 11.5)))
        self.assertEqual(limits(day, stop(1, 1, 9), stop(2, 2, 11.25)), [("late", 2, 900, 1)])


class TestBestSlot(BaseCase):
    def find(self, *stops, new, day=DAY, within=None):
        return best_slot(day, stops, new, SECONDS, METRES, within)

    def test_it_goes_where_one_is_anyway(self):
        slot = self.find(stop(1, 1, 9), stop(2, 2, 14), new=stop(0, 2, 0))
        self.assertEqual((slot.extra.seconds, slot.start % 900), (0, 0))
        self.assertIn(slot.start, (10.5 * HOUR, 12.75 * HOUR, 15 * HOUR))

    def test_nothing_where_nothing_fits(self):
        self.assertIsNone(self.find(stop(1, 1, 9, 8), new=stop(0, 1, 0)))
        self.assertIsNone(self.find(new=stop(0, 1, 0, windows=())))
        gap = Span(9 * HOUR, 9 * HOUR + 1800)
        self.assertIsNone(self.find(new=stop(0, 1, 0), within=gap))

    def test_a_fault_of_before_does_not_forbid_the_rest(self):
        slot = self.find(stop(1, 1, 8), new=stop(0, 1, 0))
        self.assertIsNotNone(slot)

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.tuples(st.integers(1, 2), st.integers(30, 66), st.integers(1, 8)), max_size=5),
        st.integers(1, 2),
        st.integers(1, 8),
    )
    def test_a_slot_breaks_nothing_that_held(self, rows, place, quarters):
        stops = [stop(at + 1, one, start / 4, length / 4) for at, (one, start, length) in
                 enumerate(rows)]  # fmt: skip
        before = {(one.limit, one.key): one.excess for one in
                  check_day(DAY, stops, SECONDS, METRES).breaches}  # fmt: skip
        new = stop(0, place, 0, quarters / 4)
        slot = self.find(*stops, new=new)
        if slot is None:
            return
        placed = replace(new, start=slot.start, end=slot.start + new.end)
        check = check_day(DAY, [*stops, placed], SECONDS, METRES)
        self.assertEqual(check, slot.check)
        for one in check.breaches:
            self.assertLessEqual(one.excess, before.get((one.limit, one.key), -1))
        ordered = in_order([*stops, placed])
        self.assertEqual([one.start for one in ordered], sorted(one.start for one in ordered))
