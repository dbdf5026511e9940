from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.funnel_setup import (
    KeptStage,
    NewStage,
    PresentStage,
    default_mapping,
    kept_probability,
    new_sequences,
    wrongly_mapped,
)

ABCD = [
    NewStage(1, 10, False),
    NewStage(2, 30, False),
    NewStage(3, 60, False),
    NewStage(4, 90, False),
    NewStage(5, 100, True),
]
ODOO = [
    PresentStage(11, 0, False),
    PresentStage(12, 0, False),
    PresentStage(13, 0, False),
    PresentStage(14, 0, True),
]
probabilities = st.floats(0.01, 99.99)


class TestPlanningFunnelSetup(BaseCase):
    def test_unknown_stages_go_by_their_place(self):
        self.assertEqual(default_mapping(ODOO, ABCD), {11: 1, 12: 2, 13: 3, 14: 5})

    def test_known_stages_go_to_the_nearest_probability(self):
        present = [
            PresentStage(21, 25, False),
            PresentStage(22, 40, False),
            PresentStage(23, 75, False),
            PresentStage(24, 100, True),
        ]
        self.assertEqual(default_mapping(present, ABCD), {21: 2, 22: 2, 23: 3, 24: 5})

    def test_without_a_won_stage_in_the_set_the_present_one_is_kept(self):
        self.assertIsNone(default_mapping(ODOO, ABCD[:4])[14])

    def test_an_empty_set_keeps_everything(self):
        self.assertEqual(set(default_mapping(ODOO, []).values()), {None})

    def test_won_goes_to_won_only(self):
        self.assertEqual(wrongly_mapped(ODOO, ABCD, {11: 5, 12: 2, 13: None, 14: 1}), [11, 14])
        self.assertEqual(wrongly_mapped(ODOO, ABCD, default_mapping(ODOO, ABCD)), [])

    def test_a_kept_stage_is_offered_its_counterparts_probability(self):
        self.assertEqual(kept_probability(ODOO[1], ODOO, ABCD), 30)
        self.assertEqual(kept_probability(ODOO[3], ODOO, ABCD), 100)
        self.assertEqual(kept_probability(PresentStage(31, 47, False), ODOO, ABCD), 47)

    def test_new_stages_stand_behind_less_likely_kept_ones(self):
        self.assertEqual(new_sequences([10, 60, 100], [KeptStage(7, 30)]), [1, 8, 9])
        self.assertEqual(new_sequences([10, 60, 100], []), [1, 2, 3])

    @given(
        st.lists(st.tuples(st.just(0.0) | probabilities, st.booleans()), max_size=12),
        st.lists(probabilities, min_size=1, max_size=10),
    )
    def test_every_proposal_may_be_applied(self, present, new):
        stages = [
            PresentStage(key, 100 if won else probability, won)
            for key, (probability, won) in enumerate(present)
        ]
        ladder = [NewStage(100 + key, one, False) for key, one in enumerate(sorted(new))]
        ladder.append(NewStage(999, 100, True))
        mapping = default_mapping(stages, ladder)
        self.assertEqual(set(mapping), {stage.key for stage in stages})
        self.assertEqual(wrongly_mapped(stages, ladder, mapping), [])

    @given(st.integers(1, 12), st.lists(probabilities, min_size=1, max_size=10))
    def test_places_keep_their_order(self, count, new):
        stages = [PresentStage(key, 0, False) for key in range(count)]
        ladder = [NewStage(100 + key, one, False) for key, one in enumerate(sorted(new))]
        targets = list(default_mapping(stages, ladder).values())
        self.assertEqual(targets, sorted(targets))
        self.assertEqual(targets[0], 100)

    @given(
        st.lists(probabilities, max_size=8), st.lists(st.tuples(st.integers(0, 90), probabilities))
    )
    def test_sequences_rise(self, new, kept):
        sequences = new_sequences(sorted(new), [KeptStage(*one) for one in kept])
        self.assertEqual(sequences, sorted(set(sequences)))
