from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.preparation import KINDS, MOST, Suggestion, days_to_birthday, rank

SUGGESTIONS = st.lists(
    st.builds(Suggestion, st.sampled_from(KINDS), st.text("abcAB ", max_size=2)), max_size=30
)


class TestPreparation(BaseCase):
    """A handful of purposes, no kind of them hiding the others."""

    @given(SUGGESTIONS, st.integers(1, MOST))
    def test_each_kind_has_its_turn(self, suggestions, most):
        ranked = rank(suggestions, most)
        told = {one.text.strip().casefold() for one in suggestions} - {""}
        self.assertEqual(len(ranked), min(most, len(told)))
        self.assertEqual(len({one.text.strip().casefold() for one in ranked}), len(ranked))
        kinds = [KINDS.index(one.kind) for one in ranked]
        fresh = len(set(kinds))
        self.assertEqual(kinds[:fresh], sorted(set(kinds)))  # each once before any twice

    @given(SUGGESTIONS)
    def test_of_a_kind_the_first_stays_first(self, suggestions):
        ranked = rank(suggestions, len(suggestions) + 1)
        for kind in KINDS:
            own = [one for one in ranked if one.kind == kind]
            places = [suggestions.index(one) for one in own]
            self.assertEqual(places, sorted(places))

    @given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 2)))
    def test_a_birthday_comes_within_a_year(self, born, today):
        if today > date(9998, 1, 1):
            return
        days = days_to_birthday(born, today)
        self.assertIn(days, range(366))
        day = today + timedelta(days=days)
        expected = {(born.month, born.day)} | (
            {(2, 28)} if (born.month, born.day) == (2, 29) else set()
        )
        self.assertIn((day.month, day.day), expected)

    def test_leap_days(self):
        born = date(1980, 2, 29)
        for today, days in (
            (date(2026, 2, 28), 0),
            (date(2026, 3, 1), 364),
            (date(2028, 2, 28), 1),
            (date(2028, 2, 29), 0),
        ):
            with self.subTest(today=today):
                self.assertEqual(days_to_birthday(born, today), days)
