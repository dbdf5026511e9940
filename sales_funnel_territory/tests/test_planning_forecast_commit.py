from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.forecast.commit import (
    DEMANDS,
    Deal,
    Rules,
    find_missing,
    find_unmet,
)
from odoo.addons.sales_funnel_territory.planning.forecast.periods import Period
from odoo.tests import BaseCase, tagged

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31), "quarter", 2026, 4)
NEXT_YEAR = date(2027, 1, 1)
RULES = st.builds(
    Rules, demands=st.frozensets(st.sampled_from(DEMANDS)), max_slips=st.integers(0, 4)
)
DEALS = st.builds(
    Deal,
    has_met_buyer=st.booleans(),
    has_met_criteria=st.booleans(),
    closing=st.sampled_from([None, date(2026, 9, 30), QUARTER.first, QUARTER.last, NEXT_YEAR]),
    slips=st.integers(0, 6),
    waived=st.frozensets(st.sampled_from(DEMANDS)),
)


@tagged("-at_install", "post_install")
class TestCommit(BaseCase):
    def test_each_demand(self):
        good = {
            "has_met_buyer": True,
            "has_met_criteria": True,
            "closing": QUARTER.last,
            "slips": 2,
        }
        everything = Rules(frozenset(DEMANDS), max_slips=2)
        self.assertEqual(find_missing(everything, Deal(**good), QUARTER), ())
        for demand, bad in (
            ("economic_buyer", {"has_met_buyer": False}),
            ("criteria", {"has_met_criteria": False}),
            ("date_in_period", {"closing": None}),
            ("date_in_period", {"closing": QUARTER.last + timedelta(days=1)}),
            ("date_in_period", {"closing": QUARTER.first - timedelta(days=1)}),
            ("slips", {"slips": 3}),
        ):
            with self.subTest(demand=demand, bad=bad):
                deal = Deal(**{**good, **bad})
                self.assertEqual(find_missing(everything, deal, QUARTER), (demand,))
                waived = Deal(**{**good, **bad}, waived=frozenset({demand}))
                self.assertEqual(find_missing(everything, waived, QUARTER), ())
                self.assertEqual(find_unmet(everything, waived, QUARTER), (demand,))

    @settings(max_examples=50, deadline=None)
    @given(RULES, DEALS)
    def test_nothing_is_missing_but_what_is_demanded_unmet_and_not_waived(self, rules, deal):
        missing, unmet = find_missing(rules, deal, QUARTER), find_unmet(rules, deal, QUARTER)
        self.assertEqual(set(missing), set(unmet) - deal.waived)
        self.assertLessEqual(set(unmet), rules.demands)
        self.assertEqual(list(unmet), [name for name in DEMANDS if name in unmet])
