from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.sales_formula import (
    FACTORS,
    Formula,
    Measured,
    effects,
    needed,
    simulate,
)
from odoo.tests import BaseCase, tagged

COUNTS = st.integers(0, 40)
CENTS = st.integers(-(10**9), 10**9)


@st.composite
def measured(draw):
    won, met, base = sorted(draw(st.tuples(COUNTS, COUNTS, COUNTS)))
    orders = draw(st.integers(won, won + 20))
    amount = draw(CENTS) if orders else 0
    return Measured(base, met, won, orders, amount, draw(CENTS) if amount else 0)


@tagged("-at_install", "post_install")
class TestSalesFormula(BaseCase):
    """Gross profit, factor by factor."""

    @settings(max_examples=300, deadline=None)
    @given(measured())
    def test_the_product_is_what_was_measured(self, counted):
        formula = Formula.of(counted)
        if counted.won and counted.amount:
            self.assertEqual(formula.gross_profit, counted.profit)
        else:
            self.assertIsNone(formula.gross_profit, "an empty denominator")

    @settings(max_examples=200, deadline=None)
    @given(measured(), measured())
    def test_effects_add_up_to_the_difference(self, before, after):
        then, now = Formula.of(before), Formula.of(after)
        found = effects(then, now)
        if then.gross_profit is None or now.gross_profit is None:
            self.assertIn(None, found.values())
        else:
            self.assertEqual(sum(found.values()), now.gross_profit - then.gross_profit)

    @settings(max_examples=200, deadline=None)
    @given(measured(), st.integers(1, 10**9))
    def test_what_is_needed_reaches_the_target_by_itself(self, counted, target):
        formula = Formula.of(counted)
        for name, value in needed(formula, Fraction(target)).items():
            if value is not None:
                self.assertEqual(simulate(formula, {name: value}), target)

    def test_by_hand(self):
        formula = Formula.of(Measured(10, 5, 2, 4, 8000, 2000))
        self.assertEqual(
            [formula.factors()[name] for name in FACTORS],
            [10, Fraction(1, 2), Fraction(2, 5), 4000, Fraction(1, 4)],
        )
        self.assertEqual(simulate(formula, {"first_meeting_rate": Fraction(3, 4)}), 3000)
        # a target of 5,000 asks for 2.5 times each: no rate can be more than the whole
        self.assertEqual(
            needed(formula, Fraction(5000)),
            {
                "base": 25,
                "first_meeting_rate": None,
                "closing_efficiency": 1,
                "order_value": 10000,
                "margin_rate": Fraction(5, 8),
            },
        )

    def test_nothing_sold(self):
        formula = Formula.of(Measured(3, 0))
        self.assertEqual(formula.base, 3)
        self.assertEqual(formula.first_meeting_rate, 0)
        self.assertEqual(
            (formula.closing_efficiency, formula.order_value, formula.margin_rate), (None,) * 3
        )
        self.assertIsNone(formula.gross_profit)
        self.assertIsNone(Formula.of(Measured()).first_meeting_rate)

    def test_who_is_won_was_met(self):
        for counts in ((1, 2, 0), (2, 1, 2), (0, 0, 1)):
            with self.subTest(counts=counts), self.assertRaises(ValueError):
                Measured(*counts)
        with self.assertRaises(ValueError):
            simulate(Formula(), {"luck": Fraction(2)})
