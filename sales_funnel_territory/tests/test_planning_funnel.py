from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.funnel import (
    falls_at,
    is_valid_open_probability,
    probability_between,
    stage_profile,
)
from odoo.tests import BaseCase, tagged

OPEN = st.floats(0.01, 99.99).map(lambda value: round(value, 2))
ANY = st.floats(0, 99.99).map(lambda value: round(value, 2))


@tagged("-at_install", "post_install")
class TestStageProfile(BaseCase):
    def test_the_four_positions_of_the_business(self):
        table = [
            # probability, position, work kind, grade, category
            (0.01, "above", "qualify", "d", "pipeline"),
            (25, "above", "qualify", "d", "pipeline"),
            (25.01, "in", "cover", "c", "pipeline"),
            (49.99, "in", "cover", "c", "pipeline"),
            (50, "in", "cover", "b", "pipeline"),
            (50.01, "best_few", "close", "b", "best_case"),
            (74.99, "best_few", "close", "b", "best_case"),
            (75, "best_few", "close", "a", "best_case"),
            (89.99, "best_few", "close", "a", "best_case"),
            (90, "best_few", "close", "a", "commit"),
            (99.99, "best_few", "close", "a", "commit"),
        ]
        for probability, position, work_kind, grade, category in table:
            with self.subTest(probability=probability):
                profile = stage_profile(probability)
                self.assertEqual(
                    (
                        profile.funnel_position,
                        profile.work_kind,
                        profile.grade,
                        profile.forecast_category,
                    ),
                    (position, work_kind, grade, category),
                )

    def test_a_won_stage_is_an_order_without_a_grade(self):
        profile = stage_profile(0, is_won=True)
        self.assertEqual(profile.funnel_position, "order")
        self.assertEqual(profile.work_kind, "deliver")
        self.assertIsNone(profile.grade)
        self.assertEqual(profile.forecast_category, "closed")

    def test_impossible_probabilities_are_refused(self):
        for probability in (0, -1, 0.009, 99.995, 100, 250):
            with self.subTest(probability=probability), self.assertRaises(ValueError):
                stage_profile(probability)


@tagged("-at_install", "post_install")
class TestSequence(BaseCase):
    def test_falls_are_found_and_stages_not_set_up_are_skipped(self):
        self.assertEqual(falls_at([10, 40, 30, 0, 35, 90]), [2, 4])
        self.assertEqual(falls_at([]), [])
        self.assertEqual(falls_at([0, 0]), [])

    @given(st.lists(ANY))
    def test_a_sorted_funnel_never_falls(self, probabilities):
        self.assertEqual(falls_at(sorted(probabilities)), [])

    @given(st.lists(OPEN), st.lists(OPEN))
    def test_a_proposal_is_valid_and_never_below_its_predecessors(self, before, after):
        proposal = probability_between(before, after)
        self.assertTrue(is_valid_open_probability(proposal))
        self.assertGreaterEqual(proposal, max(before, default=0))
        higher = [value for value in after if value > max(before, default=0)]
        self.assertLessEqual(proposal, min(higher, default=99.99))
