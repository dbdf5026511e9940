import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.chains import Transition, split_chains
from odoo.tests import BaseCase, tagged

DAY = datetime.datetime(2026, 1, 1)


def log(*pairs):
    return [
        Transition(DAY + datetime.timedelta(days=position), before, after, position)
        for position, (before, after) in enumerate(pairs)
    ]


@tagged("-at_install", "post_install")
class TestChains(BaseCase):
    def test_one_leads_log_is_one_chain(self):
        transitions = log((1, 2), (2, 3), (3, 2))
        self.assertEqual(split_chains(transitions, 2), [transitions])
        self.assertEqual(split_chains([], 2), [])

    def test_two_leads_are_told_apart_and_the_survivor_comes_first(self):
        first, foreign, second = log((1, 2), (7, 8), (2, 3))
        self.assertEqual(split_chains([first, foreign, second], 3), [[first, second], [foreign]])
        self.assertEqual(split_chains([first, foreign, second], 8), [[foreign], [first, second]])

    @given(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30), st.integers(0, 5)
    )
    def test_nothing_is_lost_and_every_chain_joins(self, pairs, present):
        transitions = log(*pairs)
        chains = split_chains(transitions, present)
        flat = [transition for chain in chains for transition in chain]
        self.assertEqual(sorted(flat, key=lambda t: t.position), transitions)
        for chain in chains:
            for one, other in pairwise(chain):
                self.assertEqual(one.after, other.before)
                self.assertLess(one.at, other.at)

    @given(st.lists(st.integers(0, 5), min_size=2, max_size=12))
    def test_a_log_that_joins_is_never_split(self, stages):
        transitions = log(*pairwise(stages))
        self.assertEqual(split_chains(transitions, stages[-1]), [transitions])
