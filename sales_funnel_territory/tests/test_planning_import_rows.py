import datetime

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.import_rows import (
    Column,
    find_problems,
    read_date,
    read_number,
)
from odoo.tests import BaseCase

CELLS = st.one_of(st.none(), st.booleans(), st.text(max_size=12), st.floats(), st.dates())
NUMBER = Column("contact_number", "whole", low=1, high=366)
AMOUNT = Column("potential", "amount", low=0)
CHOICE = Column("class", "choice", choices={"a": "A Focus", "a focus": "A Focus"})
DAY = Column("birthday", "date", first=datetime.date(1900, 1, 1), last=datetime.date(2026, 1, 1))


class TestImportRows(BaseCase):
    def test_what_a_cell_may_hold(self):
        for column, good, bad in (
            (NUMBER, ("1", "366", 12.0, "1 2", "", None, False), ("0", "367", "1.5", "-3", "x")),
            (AMOUNT, ("0", "1e3", 2.5), ("-0.01", "nan", "inf", "much")),
            (CHOICE, ("A", " a FOCUS ", ""), ("B", "0", 0)),
            (DAY, ("2025-02-28", datetime.date(1950, 1, 1)), ("2025-02-30", "2026-01-02", "soon")),
        ):
            for value in good:
                with self.subTest(column=column.name, good=value):
                    self.assertTrue(column.allows(value))
            for value in bad:
                with self.subTest(column=column.name, bad=value):
                    self.assertFalse(column.allows(value))

    def test_every_bad_cell_is_named_once(self):
        rows = [["1", "a", "5"], ["0", "x", "-1"], ["", "", ""], ["2", "z", "0"]]
        found = [
            (one.row, one.column.name, one.value)
            for one in find_problems({0: NUMBER, 1: CHOICE, 2: AMOUNT}, rows)
        ]
        self.assertEqual(
            found,
            [
                (1, "contact_number", "0"),
                (1, "class", "x"),
                (1, "potential", "-1"),
                (3, "class", "z"),
            ],
        )

    @given(st.lists(CELLS, min_size=4, max_size=4))
    def test_any_cell_is_judged(self, row):
        columns = dict(enumerate((NUMBER, AMOUNT, CHOICE, DAY)))
        problems = list(find_problems(columns, [row]))
        good = [column for place, column in columns.items() if column.allows(row[place])]
        self.assertEqual(len(problems) + len(good), 4)

    @given(st.dates(), st.integers(-1000, 1000))
    def test_what_is_written_is_read(self, day, number):
        self.assertEqual(read_date(day.isoformat()), day)
        self.assertEqual(read_number(f" {number} "), number)
