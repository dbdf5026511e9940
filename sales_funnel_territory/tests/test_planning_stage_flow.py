from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.stage_flow import ACROSS, Flow, Node, draw
from odoo.tests import BaseCase, tagged

STAGES = 5
MOVES = st.dictionaries(
    st.tuples(st.integers(0, STAGES), st.integers(0, STAGES + 1)),
    st.integers(1, 50),
    max_size=14,
)


def nodes_of(moves):
    """Stages 0..4 in columns of their own, then won (5) and lost (6, an exit)."""
    flows = [Flow(*pair, value) for pair, value in moves.items() if pair[0] != pair[1]]
    flows = [flow for flow in flows if not (flow.source == STAGES and flow.target == STAGES + 1)]
    nodes = [
        Node(
            key,
            min(key, STAGES),
            max(
                sum(flow.value for flow in flows if flow.source == key),
                sum(flow.value for flow in flows if flow.target == key),
                1,
            ),
            is_exit=key == STAGES + 1,
        )
        for key in range(STAGES + 2)
    ]
    return nodes, flows


def overlap(one, two):
    return min(one[1], two[1]) - max(one[0], two[0]) > 1e-6


@tagged("-at_install", "post_install")
class TestStageFlow(BaseCase):
    def test_nothing_to_draw(self):
        picture = draw([Node("a", 0, 0)], [Flow("a", "b", 3)])
        self.assertEqual((picture.columns, picture.boxes, picture.bands), (0, {}, ()))

    def test_a_skip_runs_above_what_is_lost_below_and_back_beneath_all(self):
        nodes = [Node("a", 0, 10), Node("b", 1, 6), Node("won", 2, 5), Node("lost", 2, 2, True)]
        flows = [
            Flow("a", "b", 5),
            Flow("a", "won", 2),
            Flow("a", "lost", 2),
            Flow("b", "won", 3),
            Flow("b", "a", 1),
        ]
        picture = draw(nodes, flows)
        bands = {(band.source, band.target): band for band in picture.bands}
        box = picture.boxes["b"]
        over, under = bands["a", "won"].points[1], bands["a", "lost"].points[1]
        self.assertEqual((over[0], under[0]), (1, 1))
        self.assertLess(over[1] + bands["a", "won"].size, box.start)
        self.assertGreater(under[1], box.start + box.size)
        self.assertIsNone(bands["a", "b"].loop)
        self.assertGreater(bands["b", "a"].loop, max(one.start for one in picture.boxes.values()))
        self.assertAlmostEqual(bands["a", "b"].size, 5 * box.size / 6)

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(MOVES)
    def test_every_picture_is_to_scale_fits_and_hides_nothing(self, moves):
        nodes, flows = nodes_of(moves)
        picture = draw(nodes, flows)
        self.assertEqual(len(picture.bands), len(flows))
        self.assertLessEqual(picture.across, ACROSS + 1e-6)
        scales = [picture.boxes[node.key].size / node.value for node in nodes]
        values = {(flow.source, flow.target): flow.value for flow in flows}
        scales += [band.size / values[band.source, band.target] for band in picture.bands]
        self.assertLess(max(scales) - min(scales), 1e-6)
        self._check_columns(nodes, picture)
        self._check_ports(picture)

    def _check_columns(self, nodes, picture):
        """Nodes, and bands that pass by, do not overlap."""
        for column in range(picture.columns):
            rooms = [
                (box.start, box.start + box.size)
                for node in nodes
                if node.column == column
                for box in [picture.boxes[node.key]]
            ]
            rooms += [
                (start, start + band.size)
                for band in picture.bands
                if band.loop is None
                for at, start in band.points[1:-1]
                if at == column
            ]
            self.assertFalse(any(overlap(*pair) for pair in pairwise(sorted(rooms))))
            self.assertTrue(all(start >= -1e-6 for start, _end in rooms))

    def _check_ports(self, picture):
        """Bands leave and enter within their nodes, side by side."""
        for side in (0, -1):
            for key, box in picture.boxes.items():
                ports = sorted(
                    (band.points[side][1], band.points[side][1] + band.size)
                    for band in picture.bands
                    if (band.source, band.target)[side] == key
                )
                self.assertFalse(any(overlap(*pair) for pair in pairwise(ports)))
                for start, end in ports:
                    self.assertGreaterEqual(start, box.start - 1e-6)
                    self.assertLessEqual(end, box.start + box.size + 1e-6)
