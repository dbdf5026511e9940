from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.board import (
    LEVELS,
    Figures,
    Row,
    carry,
    roll_up,
    total,
    whom_to_ask,
)
from odoo.tests import BaseCase, tagged

CENTS = st.integers(0, 10**6)
FIGURES = st.builds(
    Figures,
    closed=CENTS,
    categories=st.dictionaries(st.sampled_from(["pipeline", "commit", "omitted"]), CENTS),
    overdue=CENTS,
    weighted=CENTS,
    won=st.integers(0, 9),
    lost=st.integers(0, 9),
    pace=st.lists(CENTS, max_size=3).map(tuple),
)
TREES = st.lists(st.tuples(st.integers(0, 9), FIGURES), max_size=10).map(
    lambda parts: [
        Row(str(number), str(parent) if parent < number else None, True, figures)
        for number, (parent, figures) in enumerate(parts)
    ]
)


def person(key, parent, numbers=None, target=None, **figures):
    return Row(key, parent, False, Figures(**figures), numbers or {}, target)


@tagged("-at_install", "post_install")
class TestForecastBoard(BaseCase):
    @settings(max_examples=50, deadline=None)
    @given(TREES)
    def test_nothing_is_lost_or_counted_twice(self, rows):
        rolled = roll_up(rows)
        self.assertEqual({one.row.key for one in rolled}, {row.key for row in rows})
        whole = sum((row.figures for row in rows), Figures())
        self.assertEqual(total(rolled).figures.closed, whole.closed)
        self.assertEqual(total(rolled).figures.pipeline, whole.pipeline)
        self.assertEqual(total(rolled).best, sum(row.figures.expected for row in rows))

    def test_a_row_that_has_nothing_to_tell(self):
        """Who only sold in earlier periods counts for the pace above, and is no row of zeros."""
        rows = [
            Row("harbour", None, True),
            person("rosa", "harbour", pace=(5, 7), won=2),
            person("carl", "harbour", categories={"commit": 0}),
            person("bea", "harbour", target=0),
            person("dora", "harbour", {"manager": 0}),
            person("emil", "harbour", weeks=(0, 3)),
            person("fritz", "harbour", overdue=1),
        ]
        rolled = {one.row.key: one for one in roll_up(rows)}
        told = {key for key, one in rolled.items() if one.tells}
        self.assertEqual(told, {"harbour", "bea", "dora", "emil", "fritz"})
        self.assertEqual(rolled["harbour"].figures.pace, (5, 7))

    def test_each_level_over_what_came_from_below(self):
        rows = [
            Row("north", None, True, target=1000),
            Row("harbour", "north", True, numbers={"leader": 350}),
            person("rosa", "harbour", {"person": 120}, closed=40, categories={"commit": 60}),
            person("carl", "harbour", {"person": 200, "leader": 150}, target=300),
            person("bea", "north", closed=10, target=400),
        ]
        found = {one.row.key: one for one in roll_up(rows)}
        self.assertEqual((found["rosa"].below, found["rosa"].best), (100, 120))
        self.assertEqual(found["carl"].best, 150)
        self.assertEqual((found["harbour"].below, found["harbour"].best), (270, 350))
        self.assertEqual((found["north"].below, found["north"].gap), (360, 640))
        self.assertEqual((found["north"].target, found["north"].target_below), (1000, 700))
        self.assertEqual([found[key].depth for key in ("north", "harbour", "rosa")], [0, 1, 2])

    @settings(max_examples=50, deadline=None)
    @given(st.dictionaries(st.sampled_from(LEVELS), CENTS), CENTS)
    def test_the_highest_level_that_spoke_counts(self, numbers, closed):
        order = ("person", "leader", "head", "manager")
        said = [numbers[level] for level in order if level in numbers]
        expected = (said or [closed])[-1]
        rows = [
            Row("harbour", None, True, numbers=numbers),
            Row("rosa", "harbour", False, Figures(closed=closed), numbers),
        ]
        harbour, rosa = roll_up(rows)
        self.assertEqual((rosa.below, rosa.best), (closed, expected))
        self.assertEqual((harbour.below, harbour.best), (rosa.best, expected))
        self.assertEqual(total([harbour], numbers=numbers).best, expected)

    def test_coverage_is_pipeline_by_what_is_needed(self):
        row = person(
            "rosa", None, target=500, closed=100, categories={"commit": 300, "pipeline": 500},
            won=1, lost=1,
        )  # fmt: skip
        [rosa] = roll_up([row])
        self.assertEqual(rosa.coverage, 1.0)  # 800 open; 400 missing at one of two
        [without] = roll_up([person("rosa", None, closed=100, won=1)])
        self.assertIsNone(without.coverage)
        self.assertIsNone(without.gap)

    def test_omitted_deals_are_no_pipeline(self):
        figures = Figures(categories={"omitted": 5, "pipeline": 3}, overdue=2)
        self.assertEqual(figures.pipeline, 5)

    def test_the_verdict(self):
        def verdict(target, numbers=None, **figures):
            [rolled] = roll_up([person("a", None, numbers, target, **figures)])
            return rolled.verdict

        open_deals = {"categories": {"pipeline": 100}}
        self.assertEqual(verdict(None, closed=5), "no_target")
        self.assertEqual(verdict(5, closed=5), "made")
        self.assertEqual(verdict(9, {"leader": 9}, closed=5), "on_track")
        self.assertEqual(verdict(60, closed=10, won=1, lost=1, **open_deals), "in_reach")
        self.assertEqual(verdict(61, closed=10, won=1, lost=1, **open_deals), "short")
        self.assertEqual(verdict(110, closed=10, **open_deals), "in_reach", "no win rate known")
        self.assertEqual(verdict(111, closed=10, **open_deals), "short")

    def test_whom_to_ask(self):
        rows = [
            Row("t", None, True, target=900),
            person("a", "t", None, 10, closed=4),
            person("b", "t", None, 20, closed=4),
            person("c", "t", None, 3, closed=4),
            person("d", "t", overdue=99),
        ]
        asks = [(ask.key, ask.reason, ask.cents) for ask in whom_to_ask(roll_up(rows))]
        self.assertEqual(asks, [("b", "gap", 16), ("a", "gap", 6)])
        late = [(ask.key, ask.reason) for ask in whom_to_ask(roll_up([rows[0], rows[4]]))]
        self.assertEqual(late, [("d", "overdue")])

    def test_a_week_without_a_submission_shows_the_one_before(self):
        self.assertEqual(carry({1, 3}, {1: 5, 3: 7}, 5), (0, 5, 5, 7, 7))
        self.assertEqual(carry({1, 2}, {1: 5}, 4), (0, 5, 0, 0), "submitted: nothing is left")

    def test_what_is_usual(self):
        self.assertEqual(Figures(pace=(10, 0, 20)).usual, 10, "an empty period between counts")
        self.assertEqual(Figures(pace=(10, 20, 0, 0)).usual, 15, "those before the first do not")
        for pace in ((), (0, 0), (10,), (0, 0, 5), (7, 0, 0, 0)):
            self.assertIsNone(Figures(pace=pace).usual, "too little to call it usual")

    def test_who_has_left_a_team_is_not_behind_in_it(self):
        before = (30, 10)
        rows = [
            Row("t", None, True),
            person("gone", "t", pace=before),
            person("idle", "t", target=50, pace=before),
            person("open", "t", categories={"pipeline": 5}, pace=before),
            person("late", "t", overdue=5, pace=before),
        ]
        found = {one.row.key: one.usual for one in roll_up(rows)}
        usual = {"t": 80, "gone": None, "idle": 20, "open": 20, "late": 20}
        self.assertEqual(found, usual)

    def test_what_is_usual_adds_up(self):
        added = Figures(pace=(1,), weeks=(1, 2)) + Figures(pace=(1, 1), weeks=(3, 4))
        self.assertEqual((added.pace, added.weeks), ((2, 1), (4, 6)))
