import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.travel import AreaSpeeds, GreatCircle
from ..planning.workload import (
    Square,
    Workload,
    WorkloadRule,
    can_carry,
    load_percent,
    load_state,
    roll_up,
    share_out,
    spacings,
    split_hours,
    territory_workload,
)

# Every metre at 60 km/h, no detour, no minutes a leg: a km is a minute.
PLAIN = GreatCircle(1.0, AreaSpeeds(60, 60, 60), 0.0)
RULE = WorkloadRule(PLAIN, field_minutes=300, unknown_minutes=15)
KM = 1 / 111.195

SQUARES = st.lists(
    st.builds(
        lambda customers, each, row, column: Square(
            customers, customers * each, customers * each * 60, row, column,
            48 + row / 10, 11 + column / 10,
        ),
        st.integers(1, 50), st.integers(1, 52), st.integers(0, 20), st.integers(0, 20),
    ),
    max_size=12,
    unique_by=lambda square: (square.row, square.column),
)  # fmt: skip


def square(customers, visits=None, row=480, column=110, latitude=48.05, longitude=11.05):
    visits = customers * 12 if visits is None else visits
    return Square(customers, visits, visits * 60, row, column, latitude, longitude)


class TestWorkload(BaseCase):
    def test_a_town_by_hand(self):
        """100 customers in 11 x 11 km: 0.7124 x 11.12 / 10 = 0.79 km from one to the next."""
        work = territory_workload([square(100)], RULE)
        self.assertEqual(work.visits, 1200)
        self.assertEqual(work.visit_hours, 1200)
        leg = 0.7124 * 11.1195 / 10
        stops = 300 / (60 + leg)
        self.assertAlmostEqual(work.travel_hours, 1200 * leg * (stops - 1) / stops / 60, places=3)

    def test_the_way_to_an_area_and_back_is_shared_by_the_stops_of_a_day(self):
        """Two towns 80 km apart: each 40 minutes from the middle."""
        towns = [
            square(100, row=476, latitude=48.05 - 40 * KM),
            square(100, row=483, latitude=48.05 + 40 * KM),
        ]
        work = territory_workload(towns, RULE)
        leg = 0.7124 * 11.1195 / 10
        stops = (300 - 80) / (60 + leg)
        a_visit = (80 + leg * (stops - 1)) / stops
        self.assertAlmostEqual(work.travel_hours, 2400 * a_visit / 60, delta=1)

    def test_who_has_no_position_travels_as_the_others_do(self):
        placed = territory_workload([square(100)], RULE)
        unplaced = square(50, row=None, column=None, latitude=None, longitude=None)
        both = territory_workload([square(100), unplaced], RULE)
        self.assertAlmostEqual(both.travel_hours, 1.5 * placed.travel_hours)
        alone = territory_workload([unplaced], RULE)
        self.assertAlmostEqual(alone.travel_hours, 600 * 15 / 60)

    def test_nobody_to_visit_is_no_work(self):
        self.assertEqual(territory_workload([], RULE), Workload())
        self.assertEqual(territory_workload([square(0, 0)], RULE).hours, 0)

    def test_few_customers_are_counted_in_larger_squares(self):
        lonely = [square(1, row=480 + i, column=110) for i in range(4)]
        dense = [square(100)]
        self.assertGreater(spacings(lonely)[0], 10 * spacings(dense)[0])
        self.assertAlmostEqual(spacings(lonely)[0], 0.7124 * 44_478 / 2, delta=1)

    @given(SQUARES)
    @settings(max_examples=100, deadline=None)
    def test_more_of_anything_is_never_less_work(self, squares):
        before = territory_workload(squares, RULE)
        slower = WorkloadRule(GreatCircle(1.3, PLAIN.speeds, 2.0), 300, 15)
        self.assertGreaterEqual(territory_workload(squares, slower).hours + 1e-6, before.hours)
        self.assertEqual(before.visits, sum(one.visits for one in squares))
        self.assertGreaterEqual(before.travel_hours, 0)
        longer = [one._replace(minutes=one.minutes * 2) for one in squares]
        self.assertGreaterEqual(territory_workload(longer, RULE).hours + 1e-6, before.hours)

    def test_what_is_impossible_is_refused(self):
        for make in (
            lambda: WorkloadRule(field_minutes=0),
            lambda: WorkloadRule(unknown_minutes=-1),
        ):
            with self.assertRaises(ValueError):
                make()


class TestCapacity(BaseCase):
    def test_two_zones_share_a_persons_hours_by_their_workload(self):
        hours = np.array([8.0, 8.0, 0.0, 8.0])
        present = np.array([[True, True, True, True], [False, True, True, True]])
        parts = split_hours(hours, present, np.array([100.0, 300.0]))
        self.assertEqual(parts.tolist(), [8 + 2 + 2, 6 + 6])
        even = split_hours(hours, present, np.array([0.0, 0.0]))
        self.assertEqual(even.tolist(), [8 + 4 + 4, 4 + 4])

    @given(
        st.lists(st.floats(0, 24), min_size=3, max_size=3),
        st.lists(st.floats(0, 1000), min_size=1, max_size=5),
        st.randoms(use_true_random=False),
    )
    @settings(max_examples=100, deadline=None)
    def test_no_hour_is_given_twice_or_lost(self, hours, weights, random):
        present = np.array([[random.random() < 0.7 for _d in range(3)] for _z in weights])
        parts = split_hours(np.array(hours), present, np.array(weights))
        worked = sum(h for h, anywhere in zip(hours, present.any(axis=0), strict=True) if anywhere)
        self.assertAlmostEqual(parts.sum(), worked)
        self.assertTrue((parts >= 0).all())

    def test_work_falls_to_people_by_the_hours_they_have_for_it(self):
        self.assertEqual(share_out(90, {1: 100, 2: 200}), {1: 30, 2: 60})
        self.assertEqual(share_out(90, {1: 0, 2: 0}), {1: 45, 2: 45})
        self.assertEqual(share_out(90, {}), {})

    def test_branches_are_the_sum_of_what_is_below(self):
        paths = {1: [1], 2: [1, 2], 3: [1, 3], 4: [1, 3, 4]}
        sums = roll_up({2: 10.0, 3: 1.0, 4: 5.0}, paths)
        self.assertEqual(sums, {1: 16, 2: 10, 3: 6, 4: 5})

    def test_states(self):
        cases = [
            (79.9, 100, "under"), (80, 100, "fair"), (110, 100, "fair"), (110.1, 100, "over"),
            (5, 0, "over"), (0, 0, None), (0, 100, "under"),
        ]  # fmt: skip
        for workload, capacity, expected in cases:
            with self.subTest(workload=workload, capacity=capacity):
                self.assertEqual(load_state(workload, capacity, 80, 110), expected)
        self.assertIsNone(load_percent(5, 0))
        self.assertEqual(can_carry(100, 500, 400), 80)
        self.assertIsNone(can_carry(0, 0, 400))
