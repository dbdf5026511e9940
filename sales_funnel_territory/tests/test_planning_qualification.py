from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.qualification import (
    LEVELS,
    POINTS,
    Item,
    Known,
    band,
    best_known,
    next_questions,
    score,
)
from odoo.tests import BaseCase, tagged

levels = st.sampled_from(LEVELS)
weights = st.integers(0, 20)
scorecards = st.lists(st.tuples(weights, levels), max_size=12).map(
    lambda pairs: [Item(key, weight, level, key) for key, (weight, level) in enumerate(pairs)]
)


@tagged("-at_install", "post_install")
class TestQualification(BaseCase):
    def test_examples(self):
        self.assertEqual(score([]), 0)
        self.assertEqual(score([Item(1, 3, "yes"), Item(2, 1)]), 75)
        self.assertEqual(score([Item(1, 1, "yes"), Item(2, 1, "partly"), Item(3, 2, "no")]), 37)
        almost = [Item(key, 20, "yes") for key in range(50)] + [Item(99, 1, "partly")]
        self.assertEqual(score(almost), 99, "not everything is known")

    def test_bands(self):
        self.assertEqual(band([]), "not_started")
        self.assertEqual(band([Item(1, 1)]), "not_started")
        self.assertEqual(band([Item(1, 1, "no")]), "weak", "somebody asked")
        self.assertEqual(band([Item(1, 1, "partly")]), "fair")
        self.assertEqual(band([Item(1, 3, "yes"), Item(2, 1)]), "strong")

    def test_what_makes_no_sense_is_refused(self):
        with self.assertRaises(ValueError):
            Item(1, -1)
        with self.assertRaises(ValueError):
            Item(1, 1, "maybe")

    @given(scorecards)
    def test_a_score_is_a_percentage(self, items):
        self.assertLessEqual(0, score(items))
        self.assertLessEqual(score(items), 100)

    @given(scorecards, st.integers(0, 11), levels)
    def test_a_better_answer_never_lowers_the_score(self, items, chosen, level):
        better = [
            Item(item.key, item.weight, max(item.level, level, key=POINTS.get))
            if item.key == chosen
            else item
            for item in items
        ]
        self.assertGreaterEqual(score(better), score(items))

    @given(scorecards)
    def test_hundred_exactly_when_every_weighted_answer_is_yes(self, items):
        weighted = [item for item in items if item.weight]
        complete = bool(weighted) and all(item.level == "yes" for item in weighted)
        self.assertEqual(score(items) == 100, complete)

    @given(scorecards)
    def test_questions_without_weight_do_not_count(self, items):
        self.assertEqual(score(items), score([item for item in items if item.weight]))

    @given(scorecards, st.integers(1, 5))
    def test_only_the_proportion_of_weights_counts(self, items, factor):
        scaled = [Item(item.key, item.weight * factor, item.level) for item in items]
        self.assertEqual(score(scaled), score(items))

    @given(scorecards)
    def test_what_to_ask_next(self, items):
        asked = next_questions(items)
        self.assertCountEqual(asked, [i for i in items if i.level != "yes" and i.weight])
        open_ones = [item for item in asked if item.level != "partly"]
        self.assertEqual(asked[: len(open_ones)], open_ones)
        self.assertEqual(
            [item.weight for item in open_ones],
            sorted((item.weight for item in open_ones), reverse=True),
        )

    def test_unknown_is_asked_before_no_of_the_same_weight(self):
        no, unknown = Item(1, 2, "no", 1), Item(2, 2, "unknown", 2)
        self.assertEqual(next_questions([no, unknown]), [unknown, no])

    @given(
        st.lists(
            st.tuples(levels, st.booleans(), st.integers(0, 9)), min_size=1, max_size=8
        ).flatmap(st.permutations)
    )
    def test_the_better_known_answer_stays(self, rows):
        answers = [Known(key, *row) for key, row in enumerate(rows)]
        best = best_known(answers)
        for other in answers:
            self.assertGreaterEqual(LEVELS.index(best.level), LEVELS.index(other.level))
            if other.level == best.level:
                self.assertGreaterEqual(best.has_text, other.has_text)
                if other.has_text == best.has_text:
                    self.assertGreaterEqual(best.answered, other.answered)
