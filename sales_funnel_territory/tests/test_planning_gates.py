from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.gates import Funnel, Position, Step, landing, make_funnel, stages_left

A, B, C, WON = Step(1, 10), Step(2, 20), Step(3, 30), Step(4, 40, is_won=True)
FUNNEL = make_funnel([C, A, WON, B])
ELSEWHERE = Step(2, 99)

steps = st.sampled_from([A, B, C, WON])


def at(step, team=1, **values):
    return Position(step, team, **values)


class TestStagesLeft(BaseCase):
    def test_cases(self):
        cases = [
            ("one forward", at(A), at(B), (10,)),
            ("skipped ones count", at(A), at(WON), (10, 20, 30)),
            ("backwards is free", at(C), at(A), ()),
            ("staying is free", at(B), at(B), ()),
            ("new in the first", None, at(A), ()),
            ("new beyond the first", None, at(C), (10, 20)),
            ("a lead is free", None, at(C, is_lead=True), ()),
            ("converted counts as new", at(C, is_lead=True), at(C), (10, 20)),
            ("another team counts as new", at(C, team=2), at(B), (10,)),
            ("another team, first stage", at(C, team=2), at(A), ()),
            ("from another set", at(ELSEWHERE), at(C), (10, 20)),
            ("into another set", at(A), at(ELSEWHERE), (10, 20)),
            ("into a foreign won stage", at(A), at(Step(0, 98, is_won=True)), (10, 20, 30)),
            ("its stage was made won", at(C), at(C, is_won=True), (30,)),
            ("won already", at(C, is_won=True), at(C, is_won=True), ()),
            ("without a stage", at(A), at(None), ()),
            ("from no stage", at(None), at(B), (10,)),
        ]
        for name, before, now, expected in cases:
            with self.subTest(name):
                self.assertEqual(stages_left(before, now, FUNNEL), expected)

    def test_leads_begin_in_the_first_unfolded_stage(self):
        funnel = make_funnel([A, B, C], folded=frozenset({A.id}))
        self.assertEqual(funnel.entry, B)
        self.assertEqual(stages_left(None, at(B), funnel), ())
        self.assertEqual(stages_left(None, at(C), funnel), (10, 20))

    def test_an_empty_funnel_asks_for_nothing(self):
        self.assertEqual(stages_left(None, at(B), make_funnel([])), ())
        self.assertEqual(stages_left(at(A), at(B), Funnel(())), ())

    def test_landing(self):
        self.assertEqual(landing(at(B), at(C), FUNNEL), B)
        self.assertEqual(landing(None, at(C), FUNNEL), A)
        self.assertEqual(landing(at(B, team=2), at(C), FUNNEL), A)
        self.assertEqual(landing(at(C, is_lead=True), at(C), FUNNEL), A)

    @given(steps, steps, steps)
    def test_two_moves_forward_ask_for_what_one_does(self, one, two, three):
        first, second, third = sorted([one, two, three])
        together = stages_left(at(first), at(second), FUNNEL) + stages_left(
            at(second), at(third), FUNNEL
        )
        self.assertEqual(stages_left(at(first), at(third), FUNNEL), together)

    @given(steps, steps)
    def test_forward_or_free(self, before, now):
        left = stages_left(at(before), at(now), FUNNEL)
        self.assertEqual(bool(left), before < now)
        self.assertNotIn(now.id, left)
