import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning import places
from ..planning.nominatim import as_query, read_answer
from ..planning.places import (
    QUALITIES,
    Address,
    Centre,
    Position,
    Unplaced,
    choose_city,
    city_key,
    city_keys,
    decide,
    distance_km,
    parse_query,
    postcode_key,
    postcode_prefixes,
    rank,
)

HAMBURG = Centre(53.551, 9.993, "Hamburg", 1_845_229)
MUNICH = Centre(48.137, 11.575, "München", 1_260_391)
slow_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KAI = Address("Am Kai 12", "20457", "Hamburg", "", "DE")


class TestPlaces(BaseCase):
    def test_names_that_mean_one_city(self):
        for one, other in (
            ("München", "MUNCHEN"),
            ("St. Gallen", "Sankt Gallen"),
            ("Saint-Étienne", "st etienne"),
            ("上海市", "上海"),
            ("L'Aquila", "LAquila"),
            ("Straße", "STRASSE"),
        ):
            with self.subTest(one=one):
                self.assertEqual(city_key(one), city_key(other))
        self.assertNotEqual(city_key("Halle"), city_key("Hall"))

    def test_a_district_is_looked_for_with_its_city(self):
        self.assertEqual(city_keys("Hamburg-Altona"), ["hamburg altona", "hamburg"])
        self.assertEqual(city_keys("Wien, 3. Bezirk")[1], "wien")
        self.assertEqual(city_keys(""), [])

    def test_postcodes(self):
        self.assertEqual(postcode_key(" d-20457 "), "20457")
        self.assertEqual(postcode_key("00-950"), "00950")
        self.assertEqual(postcode_key("L-1009"), "1009")
        self.assertEqual(postcode_key("EC1A 1BB"), "EC1A1BB")
        self.assertEqual(postcode_prefixes("20457"), ["2045", "204"])
        self.assertEqual(postcode_prefixes(""), [])

    def test_an_address_is_known_by_its_digest(self):
        same = Address(" am  KAI 12", "20457", "hamburg", "", "de")
        self.assertEqual(same.digest, KAI.digest)
        for changed in (
            Address("Am Kai 13", "20457", "Hamburg", "", "DE"),
            Address("Am Kai 12", "20458", "Hamburg", "", "DE"),
            Address("", "Am Kai 12", "20457", "Hamburg", "DE"),
        ):
            with self.subTest(changed=changed):
                self.assertNotEqual(changed.digest, KAI.digest)

    def test_the_postcode_comes_before_the_city(self):
        centre = Centre(53.54, 9.99)
        found = decide(KAI, centre, {"hamburg": [HAMBURG]})
        self.assertEqual(found, Position(53.54, 9.99, "postcode"))
        found = decide(KAI, None, {"hamburg": [HAMBURG]}, beginning=centre)
        self.assertEqual(found, Position(53.551, 9.993, "city"))
        found = decide(KAI, None, {}, beginning=centre)
        self.assertEqual(found, Position(53.54, 9.99, "city"))

    def test_a_postcode_that_contradicts_its_city_places_nobody(self):
        found = decide(KAI, MUNICH, {"hamburg": [HAMBURG]})
        self.assertEqual(found.reason, "contradiction")
        self.assertIn("612 km", found.answer)

    def test_who_cannot_be_placed(self):
        for address, reason in (
            (Address("Am Kai 12", country="DE"), "no_address"),
            (Address(city="Hamburg"), "no_country"),
            (Address(city="Atlantis", country="DE"), "not_found"),
        ):
            with self.subTest(reason=reason):
                self.assertEqual(decide(address, None, {}), Unplaced(reason))

    def test_two_towns_of_one_name_are_told_apart_or_not_at_all(self):
        oder, main = Centre(52.34, 14.55, "Oder", 51_691), Centre(50.12, 8.68, "Main", 753_056)
        self.assertEqual(choose_city([oder, main]), main)
        towns = [Centre(49.35, 8.14, "Neustadt", 53_984), Centre(50.33, 11.13, "Neustadt", 15_000)]
        found = choose_city(towns)
        self.assertEqual(found.reason, "ambiguous")
        self.assertIn("Neustadt (49.35, 8.14)", found.answer)
        twice = [towns[0], Centre(49.36, 8.15, "Neustadt", 53_000)]
        self.assertEqual(choose_city(twice), towns[0], "two notes of one town")
        named = [
            Centre(39.8, -89.64, "Springfield", 116_565, "IL"),
            Centre(42.1, -72.58, "Springfield", 154_341, "MA"),
        ]
        self.assertEqual(choose_city(named, "IL"), named[0])

    def test_a_postcode_that_is_not_known_still_tells_the_town(self):
        towns = [Centre(49.35, 8.14, "Neustadt", 53_984), Centre(50.33, 11.13, "Neustadt", 15_000)]
        address = Address("", "96465", "Neustadt", "", "DE")
        found = decide(address, None, {"neustadt": towns}, beginning=Centre(50.3, 11.0))
        self.assertEqual((found.latitude, found.quality), (50.33, "city"))

    def test_lines_that_odoo_makes_are_read(self):
        for text, expected in (
            ("Am Kai 12, 20457 Hamburg, , Germany", ("Am Kai 12", "20457", "Hamburg", "Germany")),
            ("20457 Hamburg, Germany", ("", "20457", "Hamburg", "Germany")),
            ("Hamburg, Germany", ("", "", "Hamburg", "Germany")),
            ("Am Kai 12; 20457; Hamburg; ; Germany", ("Am Kai 12", "20457", "Hamburg", "Germany")),
            ("", ("", "", "", "")),
        ):
            with self.subTest(text=text):
                read = parse_query(text)
                self.assertEqual((read.street, read.zip, read.city, read.country), expected)

    def test_qualities_are_ranked(self):
        ranks = [rank(quality) for quality in QUALITIES]
        self.assertEqual(ranks, sorted(ranks, reverse=True))
        self.assertGreater(ranks[-1], rank(False))

    @slow_machine
    @given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
    def test_distance_is_that_of_the_chord(self, lat, lon, other_lat, other_lon):
        """Independent formula: from the chord between two points on the sphere."""
        one, other = Centre(lat, lon), Centre(other_lat, other_lon)
        self.assertAlmostEqual(distance_km(one, other), distance_km(other, one), places=6)

        def vector(point):
            phi, lam = math.radians(point.latitude), math.radians(point.longitude)
            return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)

        chord = math.dist(vector(one), vector(other))
        expected = 2 * places.EARTH_RADIUS_KM * math.asin(min(1.0, chord / 2))
        self.assertAlmostEqual(distance_km(one, other), expected, delta=0.01)

    @slow_machine
    @given(st.lists(st.builds(
        Centre, st.floats(-80, 80), st.floats(-180, 180), st.just("x"), st.integers(0, 10**7)
    ), min_size=1, max_size=6))  # fmt: skip
    def test_a_choice_is_one_of_those_offered_or_none(self, cities):
        found = choose_city(cities)
        if isinstance(found, Unplaced):
            self.assertEqual(found.reason, "ambiguous")
            self.assertGreater(len(cities), 1)
        else:
            self.assertIn(found, cities)
            self.assertEqual(found.people, max(city.people for city in cities))

    @slow_machine
    @given(st.text(max_size=30))
    def test_keys_of_any_text(self, text):
        self.assertEqual(city_key(text), city_key(text))
        self.assertNotIn("", city_keys(text))
        self.assertEqual(postcode_key(postcode_key(text)), postcode_key(text))
        self.assertIsInstance(parse_query(text), Address)


class TestNominatim(BaseCase):
    ROW = {"lat": "53.5420", "lon": "9.9930", "place_rank": 30, "importance": 0.5}

    def _read(self, *rows, has_street=True):
        return read_answer([{**self.ROW, **row} for row in rows], has_street)

    def test_the_question_leaves_out_what_is_not_known(self):
        self.assertEqual(
            as_query(KAI),
            {"street": "Am Kai 12", "postalcode": "20457", "city": "Hamburg", "countrycodes": "de"},
        )

    def test_how_well_a_place_is_known(self):
        for row, has_street, quality in (
            ({}, True, "exact"),
            ({"place_rank": 26}, True, "street"),
            ({"place_rank": 21, "addresstype": "postcode"}, True, "postcode"),
            ({"place_rank": 16}, True, "city"),
            ({}, False, "city"),
        ):
            with self.subTest(row=row):
                self.assertEqual(self._read(row, has_street=has_street).quality, quality)

    def test_a_country_or_nonsense_places_nobody(self):
        for row in ({"place_rank": 4}, {"lat": "95"}, {"lat": "x"}, {"lon": None}):
            with self.subTest(row=row):
                self.assertEqual(self._read(row), Unplaced("not_found"))

    def test_two_answers_as_good_as_each_other_are_ambiguous(self):
        far = {"lat": "48.1", "importance": 0.49, "display_name": "Kai, Munich"}
        found = self._read({"display_name": "Kai, Hamburg"}, far)
        self.assertEqual(found, Unplaced("ambiguous", "Kai, Hamburg / Kai, Munich"))
        self.assertEqual(self._read({}, {**far, "importance": 0.1}).quality, "exact")
        self.assertEqual(self._read({}, {"importance": 0.49}).quality, "exact", "the same place")
