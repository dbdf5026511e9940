from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast_periods import (
    BOARD_MONTHS,
    add_months,
    board_horizon,
    board_months,
    month_column,
    month_end,
    moved_closing,
    open_column,
    open_status,
    won_column,
)
from odoo.tests import BaseCase, tagged

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@tagged("-at_install", "post_install")
class TestForecastPeriods(BaseCase):
    def test_where_an_open_deal_stands(self):
        table = [
            (None, "no_date", "no_date"),
            (date(2026, 10, 31), "overdue", "overdue"),
            (date(2026, 11, 21), "overdue", "overdue"),
            (date(2026, 11, 22), "current", "2026-11"),
            (date(2026, 11, 30), "current", "2026-11"),
            (date(2026, 12, 1), "future", "2026-12"),
            (date(2027, 4, 30), "future", "2027-04"),
            (date(2027, 5, 1), "future", "later"),
        ]
        for closing, status, column in table:
            with self.subTest(closing=closing):
                self.assertEqual(open_status(closing, TODAY), status)
                self.assertEqual(open_column(closing, TODAY), column)

    def test_a_won_deal_is_never_overdue(self):
        self.assertEqual(won_column(date(2026, 11, 1), TODAY), "2026-11")
        self.assertEqual(won_column(date(2026, 10, 31), TODAY), "past")
        self.assertEqual(won_column(None, TODAY), "no_date")

    def test_months_run_over_the_end_of_the_year(self):
        self.assertEqual(board_months(TODAY)[:3], ["2026-11", "2026-12", "2027-01"])
        self.assertEqual(add_months(date(2026, 1, 15), -1), date(2025, 12, 1))
        self.assertEqual(month_end(date(2028, 2, 3)), date(2028, 2, 29))

    def test_a_dropped_deal_keeps_its_day_of_the_month(self):
        table = [
            (date(2026, 12, 15), "2027-01", date(2027, 1, 15)),
            (date(2026, 12, 31), "2027-02", date(2027, 2, 28)),
            (date(2026, 12, 5), "2026-11", TODAY),
            (date(2026, 10, 25), "2026-11", date(2026, 11, 25)),
            (None, "2027-03", date(2027, 3, 31)),
        ]
        for closing, column, expected in table:
            with self.subTest(closing=closing, column=column):
                self.assertEqual(moved_closing(closing, column, TODAY), expected)

    def test_a_month_that_is_over_takes_no_deal(self):
        with self.assertRaises(ValueError):
            moved_closing(TODAY, "2026-10", TODAY)
        with self.assertRaises(ValueError):
            moved_closing(TODAY, "later", TODAY)

    @settings(deadline=None)
    @given(closing=st.none() | DAYS, today=DAYS, index=st.integers(0, BOARD_MONTHS - 1))
    def test_a_dropped_deal_stands_where_it_was_dropped(self, closing, today, index):
        column = board_months(today)[index]
        moved = moved_closing(closing, column, today)
        self.assertEqual(open_column(moved, today), column)
        self.assertEqual(moved_closing(moved, column, today), moved)

    @settings(deadline=None)
    @given(today=DAYS, days=st.integers(-800, 800))
    def test_each_open_deal_has_one_column_that_the_board_shows(self, today, days):
        closing = today + timedelta(days=days)
        self.assertIn(open_column(closing, today), ["overdue", *board_months(today), "later"])
        is_overdue = open_status(closing, today) == "overdue"
        self.assertEqual(open_column(closing, today) == "overdue", is_overdue)

    @settings(deadline=None)
    @given(today=DAYS)
    def test_the_horizon_follows_the_last_month(self, today):
        last = board_horizon(today) - timedelta(days=1)
        self.assertEqual(month_column(last), board_months(today)[-1])
