from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.buying_roles import (
    ROLES,
    USUAL_DEMAND,
    Gap,
    RoleHolder,
    cover_bases,
)
from odoo.tests import BaseCase, tagged

parts = st.tuples(st.integers(1, 5), st.sampled_from(ROLES), st.booleans(), st.booleans())
holders = st.lists(parts, max_size=6).map(
    lambda rows: [RoleHolder(key, *row) for key, row in enumerate(rows)]
)
demands = st.sets(st.sampled_from(ROLES))


@tagged("-at_install", "post_install")
class TestBuyingRoles(BaseCase):
    def test_nobody_named_is_a_gap_for_each_role(self):
        bases = cover_bases(USUAL_DEMAND, [])
        self.assertEqual(bases.gaps, tuple(Gap("missing", role) for role in USUAL_DEMAND))
        self.assertFalse(bases.covered)

    def test_filled_met_and_won_over(self):
        people = [RoleHolder(n, n, role, is_met=True) for n, role in enumerate(USUAL_DEMAND)]
        bases = cover_bases(USUAL_DEMAND, people)
        self.assertTrue(bases.are_covered)
        self.assertEqual(bases.covered, USUAL_DEMAND)
        people[1] = replace(people[1], is_unhandled_opponent=True)
        bases = cover_bases(USUAL_DEMAND, people)
        self.assertEqual(bases.gaps, (Gap("opponent", "technical", 1),))
        self.assertEqual(bases.covered, ("economic", "user", "coach"))

    def test_one_of_several_met_is_enough(self):
        ann, bo = RoleHolder(1, 1, "user"), RoleHolder(2, 2, "user")
        self.assertEqual(
            cover_bases(["user"], [ann, bo]).gaps,
            (Gap("not_met", "user", 1), Gap("not_met", "user", 2)),
        )
        self.assertTrue(cover_bases(["user"], [ann, replace(bo, is_met=True)]).are_covered)

    def test_met_in_one_role_is_met_in_all(self):
        rows = [RoleHolder(1, 7, "user"), RoleHolder(2, 7, "coach", is_met=True)]
        self.assertTrue(cover_bases(["user", "coach"], rows).are_covered)

    def test_an_opponent_in_a_role_not_demanded_counts(self):
        rows = [RoleHolder(1, 1, "influencer", is_unhandled_opponent=True)]
        self.assertEqual(cover_bases([], rows).gaps, (Gap("opponent", "influencer", 1),))

    def test_the_most_important_gap_comes_first(self):
        rows = [
            RoleHolder(1, 1, "influencer", is_unhandled_opponent=True),
            RoleHolder(2, 2, "economic", is_unhandled_opponent=True),
        ]
        kinds = [(gap.role, gap.kind) for gap in cover_bases(["user", "economic"], rows).gaps]
        self.assertEqual(
            kinds,
            [
                ("economic", "opponent"),
                ("economic", "not_met"),
                ("user", "missing"),
                ("influencer", "opponent"),
            ],
        )

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(demands, holders)
    def test_covered_and_gaps_share_the_demand(self, demanded, rows):
        bases = cover_bases(demanded, rows)
        self.assertEqual(set(bases.demanded), demanded)
        open_roles = {gap.role for gap in bases.gaps}
        self.assertFalse(open_roles & set(bases.covered))
        self.assertLessEqual(demanded, open_roles | set(bases.covered))
        self.assertEqual(bases.are_covered, not bases.gaps)

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(demands, holders)
    def test_meeting_everybody_and_handling_leaves_only_missing_roles(self, demanded, rows):
        best = [replace(row, is_met=True, is_unhandled_opponent=False) for row in rows]
        gaps = cover_bases(demanded, best).gaps
        self.assertEqual({gap.role for gap in gaps}, demanded - {row.role for row in rows})
        self.assertTrue(all(gap.kind == "missing" and gap.key is None for gap in gaps))

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(demands, holders, st.sampled_from(ROLES))
    def test_demanding_more_never_covers_more(self, demanded, rows, role):
        less, more = cover_bases(demanded, rows), cover_bases(demanded | {role}, rows)
        self.assertLessEqual(set(less.gaps), set(more.gaps))

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(demands, holders, holders)
    def test_a_friend_who_was_met_never_opens_a_gap(self, demanded, rows, others):
        friends = [replace(one, is_met=True, is_unhandled_opponent=False) for one in others]
        before, after = cover_bases(demanded, rows), cover_bases(demanded, rows + friends)
        self.assertLessEqual(set(after.gaps), set(before.gaps))
