from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.customer_class import ClassRange, Rule, fit_ranges, propose

RULES = [
    Rule(1, "value", "potential", 60, low=100_000),
    Rule(2, "value", "potential", 30, low=20_000, high=100_000),
    Rule(3, "value", "won", 30, low=50_000),
    Rule(4, "urgency", "pipeline", 60, low=1),
    Rule(5, "urgency", "industry", 20),
]
CLASSES = [
    ClassRange(10, 1, 50, 50),
    ClassRange(20, 2, 20, 50),
    ClassRange(30, 3, 20, 0),
    ClassRange(40, 4, 0, 0),
]


class TestPropose(BaseCase):
    def test_cases(self):
        cases = [
            ("focus", {"potential": 200_000, "pipeline": 5}, (), 10, (1, 4)),
            ("develop", {"potential": 50_000, "pipeline": 5}, (), 20, (2, 4)),
            ("potential", {"potential": 50_000}, (5,), 30, (2, 5)),
            ("maintain", {}, (), 40, ()),
            ("an unknown figure gives nothing", {"potential": None}, (), 40, ()),
            ("the upper bound is the next rule's", {"potential": 100_000}, (), 30, (1,)),
        ]
        for name, figures, matched, expected, rules in cases:
            with self.subTest(name):
                proposal = propose(figures, matched, RULES, CLASSES)
                self.assertEqual((proposal.class_id, proposal.rule_ids), (expected, rules))

    def test_no_class_fits(self):
        self.assertIsNone(propose({}, (), RULES, CLASSES[:1]).class_id)

    def test_impossible_rules_are_refused(self):
        with self.assertRaises(ValueError):
            Rule(1, "beauty", "potential", 1)
        with self.assertRaises(ValueError):
            Rule(1, "value", "potential", 1, low=5, high=5)

    @given(st.floats(0, 1e9), st.floats(0, 1e9))
    def test_more_potential_never_makes_a_worse_class(self, one, other):
        less, more = sorted([one, other])
        orders = [
            next(
                c.order
                for c in CLASSES
                if c.id == propose({"potential": p}, (), RULES, CLASSES).class_id
            )
            for p in (less, more)
        ]
        self.assertGreaterEqual(orders[0], orders[1])


class TestFitRanges(BaseCase):
    def test_cases(self):
        base = [100.0 * n for n in range(1, 101)]
        self.assertEqual(fit_ranges(base, 2), [(5000, 8000), (8000, None)])
        self.assertEqual(fit_ranges(base, 1), [(8000, None)])
        self.assertEqual(fit_ranges([123_456.0], 1), [(120_000, None)])
        self.assertEqual(fit_ranges([7.0] * 9, 2), [], "all alike")
        self.assertEqual(fit_ranges([], 2), [])

    @given(st.lists(st.floats(1, 1e9), max_size=60), st.integers(1, 4))
    def test_ranges_follow_each_other_and_the_last_is_open(self, figures, count):
        ranges = fit_ranges(figures, count)
        if not ranges:
            return
        self.assertEqual(len(ranges), count)
        self.assertIsNone(ranges[-1][1])
        for (low, high), (following, _end) in pairwise(ranges):
            self.assertLess(low, high)
            self.assertEqual(high, following)
