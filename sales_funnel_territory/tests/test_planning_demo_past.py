from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.demo_past import Life, tell
from odoo.tests import BaseCase, tagged

NOW = datetime(2026, 6, 1, 12)


@st.composite
def lives(draw):
    created = NOW - timedelta(days=draw(st.integers(0, 300)), seconds=draw(st.integers(1, 99)))
    status = draw(st.sampled_from(["open", "won", "lost"]))
    closed = None if status == "open" else created + (NOW - created) * draw(st.floats(0.1, 1))
    entered = created + ((closed or NOW) - created) * draw(st.floats(0, 1))
    path = tuple(range(1, draw(st.integers(2, 8)) + 1))
    return Life(
        draw(st.integers(1, 10**6)), created, closed if status == "won" else entered, closed,
        status, path, draw(st.none() | st.just(date(2026, 7, 1))), 1000.0, closed or NOW,
    )  # fmt: skip


@tagged("-at_install", "post_install")
class TestDemoPast(BaseCase):
    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(lives())
    def test_every_story_begins_at_creation_and_ends_in_the_present(self, life):
        states = tell(life, 1)
        first, last = states[0], states[-1]
        self.assertEqual((first.valid_from, first.stage_id), (life.created, life.path[0]))
        self.assertEqual(
            (last.stage_id, last.status, last.revenue, last.deadline),
            (life.path[-1], life.status, life.revenue, life.deadline),
        )
        for one, other in pairwise(states):
            self.assertLess(one.valid_from, other.valid_from)
            self.assertEqual(other.is_entry, one.stage_id != other.stage_id)
            self.assertEqual(one.status, "open")

    @given(lives())
    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    def test_the_same_life_has_the_same_story(self, life):
        self.assertEqual(tell(life, 1), tell(life, 1))

    def test_a_life_that_began_now_has_no_past(self):
        life = Life(1, NOW, NOW, None, "open", (7,), None, 5.0, NOW)
        self.assertEqual([state.stage_id for state in tell(life, 1)][:1], [7])
