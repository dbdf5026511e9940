from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.periods import (
    KINDS,
    Scheme,
    earlier,
    parts,
    period_of,
    periods_between,
    same_of_last_year,
)
from odoo.addons.sales_funnel_territory.planning.forecast.targets import split
from odoo.tests import BaseCase, tagged

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
SCHEMES = st.builds(
    Scheme,
    kind=st.sampled_from(["calendar", "445", "454", "544"]),
    first_month=st.integers(1, 12),
    first_weekday=st.integers(0, 6),
)
ONE_DAY = timedelta(days=1)


@tagged("-at_install", "post_install")
class TestFiscalPeriods(BaseCase):
    @settings(max_examples=100, deadline=None)
    @given(DAYS, SCHEMES, st.sampled_from(KINDS))
    def test_every_day_lies_in_one_period_and_they_follow_each_other(self, day, scheme, kind):
        period = period_of(day, kind, scheme)
        self.assertTrue(period.contains(day))
        after = period_of(period.last + ONE_DAY, kind, scheme)
        self.assertEqual(after.first, period.last + ONE_DAY)
        self.assertEqual(earlier(after, scheme), period)
        self.assertEqual(earlier(period, scheme, -1), after)
        self.assertEqual(same_of_last_year(period, scheme).number, period.number)

    @settings(max_examples=100, deadline=None)
    @given(DAYS, SCHEMES)
    def test_a_year_is_its_quarters_is_its_months(self, day, scheme):
        year = period_of(day, "year", scheme)
        for kind, count in (("quarter", 4), ("month", 12)):
            found = parts(year, kind, scheme)
            self.assertEqual([part.number for part in found], list(range(1, count + 1)))
            self.assertEqual({part.year for part in found}, {year.year})
            self.assertEqual(sum(part.days for part in found), year.days)

    @settings(max_examples=100, deadline=None)
    @given(DAYS, SCHEMES.filter(lambda scheme: scheme.kind != "calendar"))
    def test_years_by_weeks_have_52_or_53_of_them(self, day, scheme):
        year = period_of(day, "year", scheme)
        self.assertIn(year.days, (52 * 7, 53 * 7))
        self.assertEqual(year.first.weekday(), scheme.first_weekday)

    def test_the_retail_calendar(self):
        """4-5-4 from February, weeks from Sunday: 2023 had 53 weeks, as published."""
        scheme = Scheme("454", 2, 6)
        year = period_of(date(2023, 6, 1), "year", scheme)
        self.assertEqual((year.first, year.last), (date(2023, 1, 29), date(2024, 2, 3)))
        months = parts(year, "month", scheme)
        self.assertEqual([part.days // 7 for part in months], [4, 5, 4] * 3 + [4, 5, 5])

    def test_quarters_between_two_days(self):
        found = list(periods_between(date(2026, 2, 1), date(2026, 11, 23), "quarter", Scheme()))
        self.assertEqual([period.number for period in found], [1, 2, 3, 4])

    def test_no_such_scheme(self):
        for values in (("weeks", 1, 0), ("calendar", 13, 0), ("445", 1, 7)):
            with self.subTest(values=values), self.assertRaises(ValueError):
                Scheme(*values)


@tagged("-at_install", "post_install")
class TestSplit(BaseCase):
    @settings(max_examples=200, deadline=None)
    @given(
        st.integers(-(10**12), 10**12),
        st.lists(st.floats(-5, 10**6, allow_nan=False), min_size=1, max_size=20),
    )
    def test_parts_add_up_and_none_is_off_by_a_cent(self, total, weights):
        cents = split(total, weights)
        self.assertEqual(sum(cents), total)
        shares = [max(weight, 0) for weight in weights]
        if sum(shares) > 0 and abs(total) < 10**9:
            for part, share in zip(cents, shares, strict=True):
                self.assertLess(abs(part - total * share / sum(shares)), 1.01)

    def test_nothing_to_go_by_is_even(self):
        self.assertEqual(split(10, [0, 0, 0, 0]), [3, 3, 2, 2])
        with self.assertRaises(ValueError):
            split(10, [])
