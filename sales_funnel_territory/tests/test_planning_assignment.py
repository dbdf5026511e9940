import dataclasses
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.areas import AreaError, read_area
from odoo.addons.sales_funnel_territory.planning.assignment import (
    NUMBERS,
    Customers,
    Rule,
    Territory,
    decide,
    is_range,
    postcode_key,
)
from odoo.tests import BaseCase

# Multiples of a quarter are exact in binary: whether a point is on a border is no guess.
CITIES = ("Kiel", "Lyon", "")
POSTCODES = ("80331", "82-110", "1010", "sw1a 1aa", "")
LANGUAGES = ("de_DE", "fr_FR", "")
IDS = st.integers(0, 3)
QUARTERS = st.integers(-8, 8).map(lambda number: number / 4)


@dataclasses.dataclass(frozen=True)
class One:
    """A customer as a person would note him down."""

    id: int
    company: int
    numbers: tuple[int, ...]
    city: str
    postcode: str
    language: str
    longitude: float
    latitude: float
    tags: frozenset


def columns(customers):
    tags = [(row, tag) for row, one in enumerate(customers) for tag in sorted(one.tags)]
    return Customers(
        np.array([one.id for one in customers], dtype=np.int64),
        np.array([one.company for one in customers], dtype=np.int64),
        {
            name: np.array([one.numbers[place] for one in customers], dtype=np.int64)
            for place, name in enumerate(NUMBERS)
        },
        [one.city for one in customers],
        [one.postcode for one in customers],
        [one.language for one in customers],
        np.array([one.longitude for one in customers]),
        np.array([one.latitude for one in customers]),
        np.array([row for row, _tag in tags], dtype=np.int64),
        np.array([tag for _row, tag in tags], dtype=np.int64),
    )


def make(**values):
    usual = {
        "id": 1,
        "company": 0,
        "numbers": (0, 0, 0, 0),
        "city": "",
        "postcode": "",
        "language": "",
        "longitude": float("nan"),
        "latitude": float("nan"),
        "tags": frozenset(),
    }
    return One(**{**usual, **values})


def placed(customers, territories, rules):
    decision = decide(columns(customers), territories, rules)
    return dict(
        zip(
            [one.id for one in customers],
            zip(decision.territories.tolist(), decision.rules.tolist(), strict=True),
            strict=True,
        )
    )


# ---------------------------------------------------------------- the same, one by one


def is_in_ring(x, y, ring):
    """Cast a ray to the east; a point on the line is in."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if cross == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return None
        if (y1 > y) != (y2 > y) and (cross > 0) == (y2 > y1):
            inside = not inside
    return inside


def is_in_polygon(x, y, rings):
    outer, *holes = (is_in_ring(x, y, ring) for ring in rings)
    return outer is None or (outer and not any(holes))


def meets(one, rule, rings):
    postcode = postcode_key(one.postcode)
    told = [one.numbers[NUMBERS.index(name)] in keys for name, keys in rule.among.items() if keys]
    if rule.cities:
        told.append(one.city.lower() in rule.cities)
    if rule.languages:
        told.append(one.language in rule.languages)
    if rule.postcodes:
        told.append(
            any(
                postcode and first <= postcode and postcode[: len(last)] <= last
                for first, last in rule.postcodes
            )
        )
    if rule.tags:
        told.append(bool(one.tags & rule.tags))
    if rule.in_area:
        told.append(rings is not None and is_in_polygon(one.longitude, one.latitude, rings))
    if rule.customers is not None:
        told.append(one.id in rule.customers)
    return bool(told) and all(told)


def place(one, territories, rules, rings):
    known = {territory.id: territory for territory in territories}

    def fits(rule):
        return meets(one, rule, rings.get(rule.territory))

    claims = [
        rule
        for rule in rules
        if not rule.is_exclude
        and known[rule.territory].company in (0, one.company or known[rule.territory].company)
        and fits(rule)
        and not any(
            other.is_exclude and other.territory == rule.territory and fits(other)
            for other in rules
        )
    ]

    def rank(rule):
        territory = known[rule.territory]
        return territory.height, territory.sequence, rule.sequence, rule.id

    first = min(claims, key=rank, default=None)
    return (first.territory, first.id) if first else (0, 0)


# ---------------------------------------------------------------- anything that may be


@st.composite
def boxes(draw):
    """A box, now and then with a hole: west, south, east, north in quarters of a degree."""
    west, south = draw(QUARTERS), draw(QUARTERS)
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 6))

    def ring(margin):
        east, north = west + width - margin, south + height - margin
        low, left = south + margin, west + margin
        return [[left, low], [east, low], [east, north], [left, north], [left, low]]

    holes = [ring(0.5)] if min(width, height) > 1 and draw(st.booleans()) else []
    return [ring(0), *holes]


CUSTOMERS = st.builds(
    One,
    id=st.integers(1, 999),
    company=st.integers(0, 2),
    numbers=st.tuples(IDS, IDS, IDS, IDS),
    city=st.sampled_from(CITIES),
    postcode=st.sampled_from(POSTCODES),
    language=st.sampled_from(LANGUAGES),
    longitude=QUARTERS,
    latitude=QUARTERS,
    tags=st.frozensets(st.integers(1, 3), max_size=2),
)
RULES = st.builds(
    Rule,
    id=st.integers(1, 99),
    territory=st.integers(1, 4),
    sequence=st.integers(1, 3),
    is_exclude=st.sampled_from((False, False, True)),
    among=st.dictionaries(
        st.sampled_from(NUMBERS), st.frozensets(st.integers(1, 3), max_size=2), max_size=1
    ),
    cities=st.sampled_from((frozenset(), frozenset(), frozenset({"kiel"}))),
    languages=st.sampled_from((frozenset(), frozenset(), frozenset({"de_DE"}))),
    postcodes=st.sampled_from(((), (), (("80", "82"),), (("SW1", "SW1"), ("1", "1010")))),
    tags=st.sampled_from((frozenset(), frozenset({1, 2}))),
    in_area=st.booleans(),
    customers=st.sampled_from((None, None, frozenset(range(500)))),
)


@st.composite
def markets(draw):
    customers = draw(st.lists(CUSTOMERS, max_size=25, unique_by=lambda one: one.id))
    rules = draw(st.lists(RULES, max_size=10, unique_by=lambda rule: rule.id))
    rings = {key: draw(boxes()) for key in range(1, 4)}
    territories = [
        Territory(
            key,
            draw(st.integers(0, 1)),
            draw(st.integers(1, 2)),
            draw(st.sampled_from((0, 0, 1))),
            read_area({"type": "Polygon", "coordinates": rings[key]}) if key in rings else None,
        )
        for key in range(1, 5)
    ]
    return customers, territories, rules, rings


class TestAssignment(BaseCase):
    @settings(max_examples=150, deadline=None)
    @given(markets())
    def test_as_one_would_decide_for_each_customer_alone(self, market):
        customers, territories, rules, rings = market
        found = placed(customers, territories, rules)
        for one in customers:
            self.assertEqual(found[one.id], place(one, territories, rules, rings))

    @settings(max_examples=50, deadline=None)
    @given(markets(), st.randoms())
    def test_the_order_of_customers_and_rules_does_not_matter(self, market, random):
        customers, territories, rules, _rings = market
        found = placed(customers, territories, rules)
        for some in (customers, territories, rules):
            random.shuffle(some)
        self.assertEqual(placed(customers, territories, rules), found)

    @settings(max_examples=50, deadline=None)
    @given(markets())
    def test_claims_are_of_several_zones_and_name_the_winner(self, market):
        customers, territories, rules, rings = market
        decision = decide(columns(customers), territories, rules)
        zones = {one.id for one in territories if one.height == 0}
        owner = {rule.id: rule.territory for rule in rules}
        claims = {}
        for row, rule in zip(decision.claim_rows, decision.claim_rules, strict=True):
            claims.setdefault(int(row), []).append(owner[int(rule)])
        for row, one in enumerate(customers):
            expected = {
                zone.id
                for zone in territories
                if zone.id in zones
                and place(one, [zone], [r for r in rules if r.territory == zone.id], rings)[0]
            }
            own = claims.get(row, [])
            self.assertEqual(len(own), len(set(own)), "one claim of each zone")
            self.assertEqual(set(own), expected if len(expected) > 1 else set())

    @settings(max_examples=200, deadline=None)
    @given(boxes(), st.lists(st.tuples(QUARTERS, QUARTERS), max_size=30))
    def test_areas_against_a_point_in_polygon_of_our_own(self, rings, points):
        area = read_area({"type": "Polygon", "coordinates": rings})
        found = area.contains(np.array([x for x, _ in points]), np.array([y for _, y in points]))
        self.assertEqual(found.tolist(), [bool(is_in_polygon(x, y, rings)) for x, y in points])

    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(st.floats(0.1, 1), min_size=3, max_size=40),
        st.lists(st.tuples(st.integers(-120, 120), st.integers(-120, 120)), max_size=30),
    )
    def test_crooked_areas_too(self, radii, points):
        """A star around the middle, as crooked as one draws; no point on its lines."""
        points = [(x / 100 + 0.00123457, y / 100 + 0.00098761) for x, y in points]
        angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
        ring = [
            [float(radius * np.cos(angle)), float(radius * np.sin(angle))]
            for angle, radius in zip(angles, radii, strict=True)
        ]
        ring.append(ring[0])
        area = read_area({"type": "MultiPolygon", "coordinates": [[ring]]})
        found = area.contains(np.array([x for x, _ in points]), np.array([y for _, y in points]))
        self.assertEqual(found.tolist(), [bool(is_in_polygon(x, y, [ring])) for x, y in points])


class TestAssignmentInWords(BaseCase):
    def test_a_zone_comes_before_the_region_above_it(self):
        region, zone = Territory(1, height=1, sequence=1), Territory(2, sequence=9)
        rules = [
            Rule(1, 1, among={"country": frozenset({7})}),
            Rule(2, 2, postcodes=(("80", "80"),)),
        ]
        south = make(id=1, numbers=(7, 0, 0, 0), postcode="80331")
        north = make(id=2, numbers=(7, 0, 0, 0), postcode="20457")
        abroad = make(id=3, numbers=(8, 0, 0, 0))
        found = placed([south, north, abroad], [region, zone], rules)
        self.assertEqual(found, {1: (2, 2), 2: (1, 1), 3: (0, 0)})

    def test_who_is_excluded_is_out_whatever_else_fits(self):
        rules = [
            Rule(1, 1, among={"country": frozenset({7})}),
            Rule(2, 1, postcodes=(("80", "80"),), sequence=1),
            Rule(3, 1, is_exclude=True, sequence=99, among={"industry": frozenset({5})}),
        ]
        shop = make(id=1, numbers=(7, 0, 5, 0), postcode="80331")
        plant = make(id=2, numbers=(7, 0, 6, 0), postcode="80331")
        self.assertEqual(placed([shop, plant], [Territory(1)], rules), {1: (0, 0), 2: (1, 2)})

    def test_neighbours_share_a_border_and_the_first_gets_who_stands_on_it(self):
        west = read_area(
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
        )
        east = read_area(
            {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}
        )
        customer = make(longitude=1.0, latitude=0.5)
        both = [Territory(1, sequence=2, area=west), Territory(2, sequence=1, area=east)]
        rules = [Rule(1, 1, in_area=True), Rule(2, 2, in_area=True)]
        self.assertEqual(placed([customer], both, rules), {1: (2, 2)})

    def test_postcodes_as_people_write_them(self):
        for first, last, fitting, others in (
            ("80", "82", ("80331", "82999", "81-000"), ("83000", "79999", "8", "")),
            ("SW1", "SW1", ("sw1a 1aa", "SW1"), ("SW2", "1SW1")),
            ("803", "803", ("80331",), ("80431", "")),
            ("", "2", ("1010", "2999"), ("3000", "")),
        ):
            with self.subTest(first=first, last=last):
                rule = Rule(1, 1, postcodes=((first, last),))
                for postcode in fitting:
                    self.assertEqual(
                        placed([make(postcode=postcode)], [Territory(1)], [rule])[1], (1, 1)
                    )
                for postcode in others:
                    self.assertEqual(
                        placed([make(postcode=postcode)], [Territory(1)], [rule])[1], (0, 0)
                    )

    def test_impossible_ranges(self):
        self.assertTrue(is_range("80", "82") and is_range("80331", "80"))
        self.assertFalse(is_range("83", "82") or is_range("9", "80"))
        with self.assertRaisesRegex(ValueError, "83 and 82"):
            Rule(1, 1, postcodes=(("83", "82"),))

    def test_what_is_no_area(self):
        for wrong in ({"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon"}, [], None):
            with self.subTest(wrong=wrong), self.assertRaises(AreaError):
                read_area(wrong)
