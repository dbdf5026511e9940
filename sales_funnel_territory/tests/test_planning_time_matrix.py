from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.time_matrix import (
    QUADRANTS,
    MatrixItem,
    MatrixRule,
    first_calm_day,
    is_important,
    is_urgent,
    percentages,
    quadrant,
    replan,
)

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
SAID = st.sampled_from([None, "yes", "no"])
RULES = st.builds(
    MatrixRule,
    urgent_days=st.integers(0, 30),
    least_amount=st.sampled_from([0.0, 1000.0, 10000.0]),
)
ITEMS = st.builds(
    MatrixItem,
    due=DAYS,
    class_counts=st.booleans(),
    type_counts=st.booleans(),
    amount=st.sampled_from([0.0, 999.0, 1000.0, 50000.0]),
    importance=SAID,
    urgency=SAID,
)


class TestPlanningTimeMatrix(BaseCase):
    def test_each_reason_alone_makes_it_important(self):
        rule = MatrixRule(least_amount=1000)
        plain = MatrixItem(MONDAY)
        self.assertFalse(is_important(plain, rule))
        for item in (
            MatrixItem(MONDAY, class_counts=True),
            MatrixItem(MONDAY, type_counts=True),
            MatrixItem(MONDAY, amount=1000),
            MatrixItem(MONDAY, importance="yes"),
        ):
            self.assertTrue(is_important(item, rule), item)
        self.assertFalse(is_important(MatrixItem(MONDAY, amount=999), rule))
        self.assertFalse(is_important(MatrixItem(MONDAY, amount=10**9), MatrixRule()))
        self.assertFalse(is_important(MatrixItem(MONDAY, True, True, 5000, "no"), rule))

    def test_it_presses_when_few_days_are_left(self):
        rule = MatrixRule(urgent_days=2)
        for days, urgent in ((-30, True), (0, True), (2, True), (3, False)):
            item = MatrixItem(MONDAY + timedelta(days))
            self.assertEqual(is_urgent(item, rule, MONDAY), urgent, days)
        late = MatrixItem(MONDAY - timedelta(9), urgency="no")
        self.assertFalse(is_urgent(late, rule, MONDAY), "as the person says")

    def test_the_four_quadrants(self):
        rule, later = MatrixRule(urgent_days=0), MONDAY + timedelta(1)
        told = [
            quadrant(MatrixItem(due, class_counts=important), rule, MONDAY)
            for important in (True, False)
            for due in (MONDAY, later)
        ]
        self.assertEqual(told, ["do", "plan", "delegate", "drop"])

    def test_a_calm_day_is_a_working_day(self):
        self.assertEqual(first_calm_day(MatrixRule(2), MONDAY), date(2026, 11, 26))
        self.assertEqual(first_calm_day(MatrixRule(2), date(2026, 11, 25)), date(2026, 11, 30))

    def test_the_rule_checks_itself(self):
        for values in ({"urgent_days": -1}, {"least_amount": -1}):
            with self.assertRaises(ValueError):
                MatrixRule(**values)
        with self.assertRaises(ValueError):
            replan(MatrixItem(MONDAY), MatrixRule(), MONDAY, "drop")

    @given(ITEMS, RULES, DAYS)
    def test_everything_stands_in_one_quadrant(self, item, rule, today):
        self.assertIn(quadrant(item, rule, today), QUADRANTS)

    @given(ITEMS, RULES, DAYS, st.sampled_from(["do", "plan"]))
    def test_what_is_moved_stands_there(self, item, rule, today, wanted):
        moved = replan(item, rule, today, wanted)
        self.assertEqual(quadrant(moved, rule, today), wanted)
        self.assertEqual(replan(moved, rule, today, wanted), moved, "moved again nothing changes")

    @given(ITEMS, RULES, DAYS, st.sampled_from(["do", "plan"]))
    def test_a_date_that_fits_stays(self, item, rule, today, wanted):
        presses = item.due <= today + timedelta(rule.urgent_days)
        moved = replan(item, rule, today, wanted)
        if presses == (wanted == "do"):
            self.assertEqual(moved.due, item.due)
        else:
            self.assertNotEqual(moved.due, item.due)

    @given(st.dictionaries(st.text(max_size=3), st.floats(0, 1000), max_size=9))
    def test_shares_add_up(self, amounts):
        shares = percentages(amounts)
        self.assertEqual(shares.keys(), amounts.keys())
        self.assertEqual(sum(shares.values()), 100 if sum(amounts.values()) > 0 else 0)
        total = sum(amounts.values())
        for key, share in shares.items():
            if total > 0:
                self.assertLessEqual(abs(share - 100 * amounts[key] / total), 1.001)
