import urllib.error
import urllib.request

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.travel import (
    AreaSpeeds,
    Block,
    GreatCircle,
    HttpRequest,
    Limits,
    Osrm,
    Server,
    TravelError,
    Valhalla,
    as_places,
    travel_matrix,
)
from ..planning.travel.tiling import tiles
from .travel_servers import PACE, travel_server

MUNICH, BERLIN, HAMBURG = (48.1374, 11.5755), (52.52, 13.405), (53.5511, 9.9937)
ESTIMATE = GreatCircle()
NEAR = st.tuples(st.floats(47, 55, allow_nan=False), st.floats(6, 15, allow_nan=False))
ANYWHERE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def fetch(request: HttpRequest) -> tuple[int, str]:
    """Send a request with the standard library."""
    body = request.body.encode() if request.body is not None else None
    sent = urllib.request.Request(request.url, data=body, method=request.method)
    try:
        with urllib.request.urlopen(sent, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        raise TravelError(f"no answer: {error}") from None


class Counting:
    """The default provider as one that takes only small requests, and counts them."""

    source = "counting"

    def __init__(self, limits, fail_after=None):
        self.limits = limits
        self.fail_after = fail_after
        self.calls = 0

    def measure(self, sources, targets):
        self.calls += 1
        if self.fail_after is not None and self.calls > self.fail_after:
            raise TravelError("out of order")
        assert self.limits.side is None or max(len(sources), len(targets)) <= self.limits.side
        block = ESTIMATE.measure(sources, targets)
        return Block(block.seconds + 1, block.metres)


class TestGreatCircle(BaseCase):
    def test_munich_to_berlin(self):
        block = ESTIMATE.measure(as_places([MUNICH]), as_places([BERLIN]))
        self.assertAlmostEqual(block.metres[0, 0] / 1000, 1.3 * 504.4, delta=2)
        self.assertAlmostEqual(block.seconds[0, 0] / 3600, 9.7, delta=0.3)

    def test_ten_kilometres_by_hand(self):
        minutes = 5 / 30 * 60 + 5 / 50 * 60 + 2
        self.assertAlmostEqual(ESTIMATE.seconds(np.array(10_000.0)) / 60, minutes)

    def test_what_is_impossible_is_refused(self):
        for make in (
            lambda: GreatCircle(circuity=0.9),
            lambda: GreatCircle(minutes_per_leg=-1),
            lambda: AreaSpeeds(urban=60, suburban=50),
            lambda: AreaSpeeds(urban=0),
            lambda: Limits(1),
            lambda: as_places([(95, 10)]),
            lambda: as_places([(float("nan"), 10)]),
            lambda: as_places([(45, 181)]),
            lambda: Server("router.example.com", fetch),
            lambda: Server("ftp://router.example.com", fetch),
        ):
            with self.subTest(make=make), self.assertRaises(ValueError):
                make()

    @given(st.lists(ANYWHERE, min_size=1, max_size=6))
    @settings(max_examples=60, deadline=None)
    def test_there_and_back_take_as_long_and_here_is_at_once(self, points):
        places = as_places(points)
        block = travel_matrix(ESTIMATE, ESTIMATE, places, places)
        np.testing.assert_array_equal(block.seconds, block.seconds.T)
        self.assertTrue((np.diag(block.seconds) == 0).all())
        self.assertTrue(np.isfinite(block.seconds).all())

    @given(st.lists(NEAR, min_size=3, max_size=3))
    @settings(max_examples=200, deadline=None)
    def test_no_detour_is_quicker(self, points):
        places = as_places(points)
        block = ESTIMATE.measure(places, places)
        for table in (block.seconds, block.metres):
            self.assertLessEqual(table[0, 2], table[0, 1] + table[1, 2] + 1e-6)


class TestTiling(BaseCase):
    @given(
        st.integers(0, 12), st.integers(0, 12), st.integers(1, 5), st.randoms(use_true_random=False)
    )
    @settings(max_examples=150, deadline=None)
    def test_every_wanted_pair_once_and_none_that_is_forbidden(self, rows, columns, side, random):
        flags = np.array([[random.random() for _c in range(columns)] for _r in range(rows)])
        flags = flags.reshape(rows, columns)
        allowed = flags < 0.9
        wanted = flags < 0.6
        seen = np.zeros((rows, columns), dtype=int)
        for tile in tiles(wanted, allowed, side):
            self.assertLessEqual(max(len(tile.rows), len(tile.columns)), side)
            seen[np.ix_(tile.rows, tile.columns)] += 1
        self.assertFalse(seen[~allowed].any())
        self.assertTrue((seen[wanted] == 1).all())
        self.assertFalse((seen > 1).any())

    @given(st.lists(NEAR, min_size=1, max_size=17), st.integers(2, 9))
    @settings(max_examples=60, deadline=None)
    def test_in_blocks_as_in_one(self, points, most):
        places = as_places(points)
        whole = travel_matrix(Counting(Limits()), ESTIMATE, places, places)
        for limits in (Limits(most), Limits(most, 100_000.0)):
            parts = travel_matrix(Counting(limits), ESTIMATE, places, places)
            told = ~parts.estimated
            np.testing.assert_array_equal(parts.seconds[told], whole.seconds[told])
            self.assertTrue(limits.metres or not parts.estimated.any())

    def test_what_is_known_is_not_asked_for(self):
        places = as_places([MUNICH, BERLIN, HAMBURG])
        first = travel_matrix(Counting(Limits(4)), ESTIMATE, places, places)
        again = Counting(Limits(4))
        known = Block(first.seconds, first.metres)
        second = travel_matrix(again, ESTIMATE, places, places, known)
        self.assertEqual(again.calls, 0)
        self.assertFalse(second.asked.any())
        np.testing.assert_array_equal(first.seconds, second.seconds)

    def test_a_provider_that_fails_is_asked_no_more_and_the_rest_is_estimated(self):
        places = as_places([(48 + i / 10, 11) for i in range(8)])
        provider = Counting(Limits(4), fail_after=3)
        matrix = travel_matrix(provider, ESTIMATE, places, places)
        self.assertEqual(provider.calls, 4)
        self.assertEqual(matrix.failure, "out of order")
        self.assertEqual(matrix.asked.sum(), 12)
        estimate = ESTIMATE.measure(places, places).seconds
        np.testing.assert_array_equal(matrix.seconds[matrix.estimated], estimate[matrix.estimated])

    def test_nobody_to_visit(self):
        self.assertEqual(travel_matrix(ESTIMATE, ESTIMATE, [], []).seconds.shape, (0, 0))


class TestServers(BaseCase):
    """Real requests to a server on this machine."""

    def _providers(self, server):
        return Osrm(Server(server.url, fetch)), Valhalla(Server(server.url, fetch))

    def test_both_protocols_tell_times_one_way_and_back(self):
        places = as_places([(48, 11), (48.5, 11.5)])
        with travel_server() as server:
            for provider in self._providers(server):
                with self.subTest(provider=provider.source):
                    matrix = travel_matrix(provider, ESTIMATE, places, places)
                    self.assertIsNone(matrix.failure)
                    self.assertAlmostEqual(matrix.seconds[0, 1], 2 * PACE)
                    self.assertAlmostEqual(matrix.seconds[1, 0], PACE)
                    self.assertAlmostEqual(matrix.metres[1, 0], PACE)
                    self.assertEqual(matrix.seconds[0, 0], 0)
            self.assertIn("/table/v1/driving/11.0,48.0;11.5,48.5;11.0,48.0", server.requests[0])
            self.assertEqual(server.requests[1]["sources"][0], {"lat": 48.0, "lon": 11.0})

    def test_230_places_in_blocks_within_the_limits(self):
        places = as_places([(48 + i / 1000, 11 + i / 500) for i in range(230)])
        with travel_server(places=100) as server:
            for provider in self._providers(server):
                with self.subTest(provider=provider.source):
                    del server.requests[:]
                    matrix = travel_matrix(provider, ESTIMATE, places, places)
                    self.assertIsNone(matrix.failure)
                    self.assertEqual(len(server.requests), 25)
                    self.assertFalse(matrix.estimated.any())
                    self.assertAlmostEqual(matrix.seconds[229, 0], PACE * 229 * 0.003, places=0)

    def test_an_island_cannot_be_reached_and_is_named(self):
        places = as_places([(10, 149), (10, 151), (10, 152)])
        with travel_server() as server:
            for provider in self._providers(server):
                with self.subTest(provider=provider.source):
                    matrix = travel_matrix(provider, ESTIMATE, places, places)
                    self.assertEqual(matrix.unreachable(), [(0, 1), (0, 2), (1, 0), (2, 0)])
                    self.assertTrue(np.isfinite(matrix.seconds[1, 2]))
                    self.assertIsNone(matrix.failure)

    def test_one_place_off_the_map_does_not_spoil_the_others(self):
        places = as_places([(-59, 11), (-61, 11), (-59.5, 11)])
        with travel_server() as server:
            for provider in self._providers(server):
                with self.subTest(provider=provider.source):
                    matrix = travel_matrix(provider, ESTIMATE, places, places)
                    self.assertIsNone(matrix.failure)
                    self.assertEqual(matrix.unreachable(), [(0, 1), (1, 0), (1, 2), (2, 1)])
                    self.assertAlmostEqual(matrix.seconds[0, 2], PACE / 2)

    def test_pairs_that_are_too_far_apart_are_estimated(self):
        places = as_places([(48, 11), (48.2, 11), (53, 11), (53.2, 11)])
        with travel_server() as server:
            provider = Valhalla(Server(server.url, fetch))
            matrix = travel_matrix(provider, ESTIMATE, places, places)
            self.assertIsNone(matrix.failure)
            self.assertEqual(matrix.estimated.sum(), 8)
            self.assertAlmostEqual(matrix.seconds[1, 0], PACE / 5)
            estimate = ESTIMATE.measure(places, places).seconds
            self.assertEqual(matrix.seconds[0, 2], estimate[0, 2])

    def test_answers_that_are_none_are_told_and_estimated(self):
        places = as_places([MUNICH, BERLIN])
        broken = [
            ((500, "<html>Internal Server Error</html>"), "no JSON"),
            ((200, "[]"), "unexpected"),
            ((200, '{"code": "Ok", "durations": [[0]], "sources_to_targets": [[0]]}'), "table"),
            ((200, '{"code": "Ok", "durations": 5, "sources_to_targets": 5}'), "table"),
            ((400, '{"code": "InvalidQuery", "error_code": 100}'), "400"),
        ]
        with travel_server() as server:
            for provider in self._providers(server):
                for server.broken, word in broken:
                    with self.subTest(provider=provider.source, answer=server.broken):
                        matrix = travel_matrix(provider, ESTIMATE, places, places)
                        self.assertIn(word, matrix.failure)
                        self.assertEqual(matrix.estimated.sum(), 2)

    def test_nobody_answers(self):
        with travel_server() as server:
            url = server.url
        places = as_places([MUNICH, BERLIN])
        matrix = travel_matrix(Osrm(Server(url, fetch)), ESTIMATE, places, places)
        self.assertIn("no answer", matrix.failure)
        self.assertTrue(np.isfinite(matrix.seconds).all())

    def test_valhalla_may_be_brief(self):
        from ..planning.travel.valhalla import read_answer

        answer = {"sources_to_targets": {"durations": [[0, None]], "distances": [[0, None]]}}
        block = read_answer(200, answer, (1, 2))
        self.assertEqual(block.seconds.tolist(), [[0, np.inf]])

    def test_keys_in_addresses_stay_out_of_sight(self):
        server = Server("https://user:secret@host/osrm/?api_key=secret", fetch)
        self.assertEqual(server.name, "https://host/osrm/")
        self.assertEqual(
            server.address("table", "a=1"), "https://user:secret@host/osrm/table?api_key=secret&a=1"
        )
