from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.tools.rounding_sql import (
    currency_round_sql,
    product_percent_sql,
    python_round_cents_sql,
)
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, float_repr, float_round

AMOUNTS = st.integers(-(10**12), 10**12).map(lambda cents: cents / 100)
PERCENTS = st.one_of(
    st.integers(0, 10000).map(lambda basis_points: basis_points / 100),
    st.floats(0, 100, allow_subnormal=False),
)
PAIRS = st.lists(st.tuples(AMOUNTS, PERCENTS), min_size=1, max_size=200)
PRECISIONS = st.sampled_from([(0.01, 2), (1.0, 0), (0.001, 3), (0.05, 2), (0.1, 1), (5.0, 0)])


@tagged("-at_install", "post_install")
class TestRoundingSql(TransactionCase):
    """PostgreSQL must round as Odoo's Python does: to the cent, on every amount."""

    def _evaluate(self, pairs, expression):
        amounts, percents = zip(*pairs, strict=True)
        rows = self.env.execute_query(
            SQL(
                """SELECT %s FROM unnest(%s::numeric[], %s::float8[])
                WITH ORDINALITY AS row(amount, percent, position) ORDER BY position""",
                expression(product_percent_sql(SQL("row.amount"), SQL("row.percent"))),
                list(amounts),
                list(percents),
            )
        )
        return [value for (value,) in rows]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PAIRS)
    @example([(250.5, 25.0), (1.14, 25.0), (0.57, 50.0), (62.5, 0.02), (10.05, 50.0)])
    @example([(99999999999.99, 33.33), (-250.5, 25.0), (0.0, 40.0), (123456789.01, 99.99)])
    def test_weighted_revenue_is_pythons_round(self, pairs):
        got = self._evaluate(pairs, python_round_cents_sql)
        expected = [round(amount * percent / 100.0, 2) for amount, percent in pairs]
        self.assertEqual([float(value) for value in got], expected)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PAIRS, PRECISIONS)
    @example([(250.5, 25.0), (1.14, 25.0), (2.675, 100.0), (0.285, 100.0)], (0.01, 2))
    def test_recurring_revenue_is_odoos_float_round(self, pairs, precision):
        rounding, digits = precision
        got = self._evaluate(pairs, lambda value: currency_round_sql(value, rounding, digits))
        expected = [
            float_repr(float_round(a * p / 100.0, precision_rounding=rounding), digits)
            for a, p in pairs
        ]
        self.assertEqual([float(value) for value in got], [float(value) for value in expected])

    def test_plain_numeric_rounding_would_differ(self):
        """The reason for all this: PostgreSQL's own rounding of 250.50 x 25 % is another cent."""
        [(naive,)] = self.env.execute_query(SQL("SELECT round(250.5::numeric * 25 / 100, 2)"))
        self.assertEqual(float(naive), 62.63)
        self.assertEqual(round(250.5 * 25 / 100.0, 2), 62.62)
        self.assertEqual(float(self._evaluate([(250.5, 25.0)], python_round_cents_sql)[0]), 62.62)
