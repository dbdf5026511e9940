from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.periods import (
    Scheme,
    period_of,
    with_parts,
)
from odoo.addons.sales_funnel_territory.planning.forecast.target_grid import (
    Cell,
    Column,
    Line,
    add_up,
    entered,
    to_columns,
)
from odoo.addons.sales_funnel_territory.planning.forecast.targets import split
from odoo.tests import BaseCase, tagged

YEAR = period_of(date(2026, 6, 1), "year", Scheme())
COLUMNS = to_columns(with_parts(YEAR, Scheme()))
KEYS = [column.key for column in COLUMNS]
CENTS = st.integers(0, 10**9)


@tagged("-at_install", "post_install")
class TestTargetGrid(BaseCase):
    def test_a_year_consists_of_quarters_and_these_of_months(self):
        parts = {column.key: column.parts for column in COLUMNS}
        self.assertEqual(len(parts), 17)
        self.assertEqual(len(parts["year-2026-01-01"]), 4)
        self.assertEqual(
            parts["quarter-2026-04-01"],
            ("month-2026-04-01", "month-2026-05-01", "month-2026-06-01"),
        )
        self.assertEqual(parts["month-2026-04-01"], ())

    def test_what_counts(self):
        table = [  # entered, of its parts, from below: what counts, and by how much they differ
            (Cell(None, None, None), None, 0, 0),
            (Cell(None, None, 3), 3, 0, 0),
            (Cell(None, 2, 3), 2, 0, 1),
            (Cell(5, 2, 3), 5, -3, -2),
            (Cell(0, None, 3), 0, 0, 3),
        ]
        for cell, value, parts_gap, below_gap in table:
            with self.subTest(cell=cell):
                self.assertEqual(
                    (cell.value, cell.parts_gap, cell.below_gap), (value, parts_gap, below_gap)
                )

    def test_below_counts_whatever_periods_it_was_entered_for(self):
        lines = [
            Line("company"),
            Line("by quarter", "company", {"quarter-2026-01-01": 10}),
            Line("by year", "company", {"year-2026-01-01": 100}),
        ]
        company = add_up(COLUMNS, lines)["company"]
        self.assertEqual(company["year-2026-01-01"].value, 110)
        self.assertEqual(company["quarter-2026-01-01"].value, 10)

    def test_rows_keep_the_order_of_the_tree(self):
        lines = [Line("b", "a"), Line("a"), Line("c", "gone"), Line("d", "b")]
        self.assertEqual(list(add_up([Column("year")], lines)), ["a", "b", "d", "c"])

    @settings(max_examples=100, deadline=None)
    @given(st.dictionaries(st.sampled_from(KEYS), CENTS))
    def test_a_row_adds_up(self, own):
        cells = entered(COLUMNS, own)
        for column in COLUMNS:
            cell = cells[column.key]
            known = [cells[key].value for key in column.parts if cells[key].value is not None]
            self.assertEqual(cell.parts, sum(known) if known else None)
            self.assertEqual(cell.value, own.get(column.key, cell.parts))

    @settings(max_examples=200, deadline=None)
    @given(
        CENTS,
        st.lists(st.floats(0, 1e6), min_size=1, max_size=13),
        st.sampled_from([1, 100, 10_000, 100_000]),
    )
    def test_a_split_adds_up_and_is_round(self, total, weights, step):
        parts = split(total, weights, step)
        self.assertEqual(sum(parts), total)
        self.assertLessEqual(sum(1 for part in parts if part % step), 1)
        self.assertTrue(all(part >= 0 for part in parts))
