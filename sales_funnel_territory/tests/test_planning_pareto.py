from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.pareto import Pareto, pareto

amounts = st.lists(st.floats(-1e6, 1e9, allow_nan=False), max_size=40)
slow_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestPareto(BaseCase):
    def test_largest_first_until_eighty_percent(self):
        for parts, order, shares, vital_few in [
            ([], (), (), 0),
            ([0, -5], (), (), 0),
            ([7], (0,), (100,), 1),
            ([10, 70, 20], (1, 2, 0), (70, 90, 100), 2),
            ([20, 80], (1, 0), (80, 100), 1),
            ([25, 25, 25, 25], (0, 1, 2, 3), (25, 50, 75, 100), 4),
            ([50, -50, 50], (0, 2), (50, 100), 2),
        ]:
            with self.subTest(parts=parts):
                self.assertEqual(pareto(parts), Pareto(order, shares, vital_few))

    def test_a_share_of_nothing_is_refused(self):
        for share in (0, -1, 101):
            with self.assertRaisesRegex(ValueError, "between 0 and 100"):
                pareto([1], share)

    @slow_machine
    @given(amounts, st.floats(1, 100))
    def test_the_vital_few_are_as_few_as_can_be(self, parts, share):
        result = pareto(parts, share)
        self.assertEqual(len(result.order), sum(part > 0 for part in parts))
        self.assertEqual(list(result.shares), sorted(result.shares))
        if not result.order:
            return
        self.assertAlmostEqual(result.shares[-1], 100)
        self.assertGreaterEqual(result.shares[result.vital_few - 1], share - 1e-6)
        if result.vital_few > 1:
            self.assertLess(result.shares[result.vital_few - 2], share)
