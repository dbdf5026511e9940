import doctest
import json

import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase
from shapely.geometry import LineString, MultiPolygon, Polygon

from ..planning import geometry, geometry_edit, geometry_errors, neighbours, outlines
from ..planning.geometry import area_km2, kept_area, label_point, load, read_area, write_area
from ..planning.geometry_edit import cut_out, merge, read_line, split
from ..planning.geometry_errors import TooMuchOverlapError
from ..planning.neighbours import find_clashes

slow_machine = settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
EARTH_KM2 = 510_065_622


@st.composite
def stars(draw):
    """A polygon around a middle: corners by angle, so it never crosses itself."""
    x, y = draw(st.floats(-170, 170)), draw(st.floats(-80, 80))
    radii = draw(st.lists(st.floats(0.1, 4), min_size=4, max_size=24))
    step = 360 / len(radii)
    corners = [
        shapely.affinity.rotate(shapely.Point(x + radius, y), i * step, origin=(x, y))
        for i, radius in enumerate(radii)
    ]
    return Polygon([(corner.x, corner.y) for corner in corners])


def square(left=0, bottom=0, side=1, holes=()):
    return MultiPolygon(
        [Polygon(shapely.box(left, bottom, left + side, bottom + side).exterior, holes)]
    )


def ring(*corners):
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


class TestGeometryReading(BaseCase):
    def test_each_wrong_area_has_its_own_error(self):
        cases = [
            ({"type": "Point", "coordinates": [0, 0]}, "WrongTypeError"),
            ({"type": "Banana"}, "NotGeoJSONError"),
            ({}, "NotGeoJSONError"),
            ([], "NotGeoJSONError"),
            (None, "NotGeoJSONError"),
            ({"type": "Polygon"}, "EmptyAreaError"),
            ({"type": "Polygon", "coordinates": "abc"}, "NotGeoJSONError"),
            ({"type": "Polygon", "coordinates": [[["1", "2"]]]}, "NotGeoJSONError"),
            ({"type": "Polygon", "coordinates": [[1, 2]]}, "NotGeoJSONError"),
            ({"type": "Polygon", "coordinates": []}, "EmptyAreaError"),
            ({"type": "MultiPolygon", "coordinates": [[[]]]}, "EmptyAreaError"),
            ({"type": "FeatureCollection", "features": []}, "EmptyAreaError"),
            ({"type": "FeatureCollection"}, "NotGeoJSONError"),
            ({"type": "Feature", "geometry": None}, "NotGeoJSONError"),
            (ring((0, 0), (1, 0), (1, 1)), "OpenRingError"),
            (ring((0, 0), (1, 0), (0, 0)), "EmptyAreaError"),
            (ring((0, 0), (1, 1), (2, 2), (0, 0)), "GeometryError"),
            (ring((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), "CrossesItselfError"),
            (ring((0, 94), (1, 95), (1, 94), (0, 94)), "OffTheMapError"),
            (ring((0, 0), (1, float("nan")), (1, 1), (0, 0)), "OffTheMapError"),
            (ring(*([(0, 0)] * 20_001)), "TooManyPointsError"),
        ]
        for found, error in cases:
            with (
                self.subTest(error=error, found=str(found)[:80]),
                self.assertRaises(getattr(geometry_errors, error)),
            ):
                read_area(found)

    def test_a_crossing_is_told_where(self):
        with self.assertRaises(geometry_errors.CrossesItselfError) as caught:
            read_area(ring((10, 50), (11, 51), (11, 50), (10, 51), (10, 50)))
        self.assertEqual(caught.exception.at, (10.5, 50.5))

    def test_latitude_before_longitude_is_recognised(self):
        with self.assertRaises(geometry_errors.OffTheMapError) as caught:
            read_area(ring((48, 100), (49, 100), (49, 101), (48, 100)))
        self.assertTrue(caught.exception.is_swapped)

    def test_a_large_text_is_refused_before_it_is_parsed(self):
        with self.assertRaises(geometry_errors.TooLargeError):
            load(b"[" * 10_000_000)
        with self.assertRaises(geometry_errors.NotGeoJSONError):
            load("[" * 1_000_000)
        with self.assertRaises(geometry_errors.NotGeoJSONError):
            load(b"\xff\xfe not json")

    def test_an_area_may_come_as_feature_or_collection(self):
        shape = ring((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        feature = {"type": "Feature", "properties": None, "geometry": shape}
        for found in (shape, feature, {"type": "FeatureCollection", "features": [feature] * 2}):
            with self.subTest(found=found["type"]):
                self.assertEqual(write_area(read_area(found)), write_area(geometry.tidy(square())))

    @given(stars())
    @slow_machine
    def test_what_was_kept_reads_the_same_again(self, star):
        kept = write_area(read_area(json.loads(json.dumps(shapely.geometry.mapping(star)))))
        self.assertEqual(write_area(read_area(kept)), kept)
        area = kept_area(kept)
        self.assertTrue(area.is_valid)
        self.assertTrue(all(polygon.exterior.is_ccw for polygon in area.geoms))
        self.assertAlmostEqual(area.area, star.area, delta=1e-4)

    @given(st.recursive(st.none() | numbers | st.text(max_size=4), st.lists))
    @slow_machine
    def test_anything_else_is_an_error_of_the_family(self, coordinates):
        for kind in ("Polygon", "MultiPolygon"):
            try:
                read_area({"type": kind, "coordinates": coordinates})
            except geometry_errors.GeometryError:
                continue


class TestGeometryMeasures(BaseCase):
    def test_known_areas(self):
        cases = [
            (shapely.box(-180, -90, 180, 90), EARTH_KM2),
            (shapely.box(-180, 0, 180, 90), EARTH_KM2 / 2),
            (shapely.box(0, 0, 90, 90), EARTH_KM2 / 8),
            (square(0, 0, 1, [shapely.box(0.2, 0.2, 0.4, 0.4).exterior]), 12364 * 0.96),
        ]
        for area, km2 in cases:
            with self.subTest(km2=km2):
                self.assertAlmostEqual(area_km2(area) / km2, 1, places=4)

    @given(stars())
    @slow_machine
    def test_a_name_stands_within_its_area(self, star):
        longitude, latitude = label_point(star)
        self.assertLess(star.distance(shapely.Point(longitude, latitude)), 1e-5)


class TestGeometryEditing(BaseCase):
    @given(stars(), st.floats(0, 180), st.floats(-0.5, 0.5))
    @slow_machine
    def test_a_split_loses_nothing_and_merging_undoes_it(self, star, angle, aside):
        middle = star.representative_point()
        line = LineString([(middle.x - 20, middle.y + aside), (middle.x + 20, middle.y + aside)])
        line = shapely.affinity.rotate(line, angle, origin=middle)
        area = geometry.tidy(star)
        assume(line.intersection(area).length > 0.01)
        try:
            left, right = split(area, line)
        except (geometry_edit.NothingSplitError, geometry_errors.EmptyAreaError):
            assume(False)
        whole = area_km2(area)
        self.assertAlmostEqual((area_km2(left) + area_km2(right)) / whole, 1, delta=1e-4)
        self.assertLess(area_km2(left.intersection(right)), whole * 1e-4)
        self.assertAlmostEqual(area_km2(merge([left, right])) / whole, 1, delta=1e-4)

    def test_a_seam_of_half_a_metre_closes(self):
        """Neighbours drawn by hand meet nearly: merged they are one part without a slit."""
        merged = merge([square(), square(1.000005, 0)])
        self.assertEqual((len(merged.geoms), len(merged.geoms[0].interiors)), (1, 0))

    def test_parts_the_line_does_not_reach_stay_on_their_side(self):
        area = MultiPolygon([*square(0, 0).geoms, *square(-3, 0).geoms, *square(3, 0).geoms])
        left, right = split(area, LineString([(0.5, -1), (0.5, 2)]))
        self.assertEqual(left.bounds, (-3, 0, 0.5, 1))
        self.assertEqual(right.bounds, (0.5, 0, 4, 1))

    def test_a_line_must_cross(self):
        for line in ([(5, 5), (6, 6)], [(-1, 0.5), (0.5, 0.5)]):
            with self.assertRaises(geometry_edit.NothingSplitError):
                split(square(), LineString(line))

    def test_only_a_line_is_read_as_one(self):
        line = read_line({"type": "LineString", "coordinates": [[0, 0], [3, 4]]})
        self.assertEqual(line.length, 5)
        for found, error in [
            (ring((0, 0), (1, 0), (1, 1), (0, 0)), "WrongTypeError"),
            ({"type": "LineString", "coordinates": [[0, 0], [0, 0]]}, "EmptyAreaError"),
            ({"type": "LineString", "coordinates": [[0, 0], [0, 95]]}, "OffTheMapError"),
            ({"type": "LineString", "coordinates": 5}, "NotGeoJSONError"),
            ("line", "NotGeoJSONError"),
        ]:
            with self.subTest(found=found), self.assertRaises(getattr(geometry_errors, error)):
                read_line(found)

    def test_a_hole_is_cut_and_a_zone_never_vanishes(self):
        ring_zone = cut_out(square(0, 0, 3), [square(1, 1)])
        self.assertEqual(len(ring_zone.geoms[0].interiors), 1)
        with self.assertRaises(geometry_errors.EmptyAreaError):
            cut_out(square(1, 1), [square(0, 0, 3)])


class TestNeighbours(BaseCase):
    def test_clashes_by_kind(self):
        hole = shapely.box(0.4, 0.4, 0.6, 0.6).exterior
        cases = [
            # zones, [(overlap, zones)]
            ({1: square(), 2: square(1, 0)}, []),
            ({1: square(), 2: square(5, 5)}, []),
            ({1: square(), 2: square(0.9, 0)}, [(True, (1, 2))]),
            ({1: square(), 2: square(1.01, 0)}, [(False, (1, 2))]),
            ({1: square(), 2: square(1.1, 0)}, []),
            ({1: square(0, 0, 1, [hole])}, [(False, (1,))]),
            ({1: square(0, 0, 1, [hole]), 2: square(0.4, 0.4, 0.2)}, []),
            ({}, []),
        ]
        for zones, expected in cases:
            with self.subTest(expected=expected, zones={k: str(z) for k, z in zones.items()}):
                found = [(clash.is_overlap, clash.zones) for clash in find_clashes(zones)]
                self.assertEqual(found, expected)

    def test_too_much_overlap_ends_soon_and_names_the_worst(self):
        zones = {number: square(1.5 * number, 0) for number in range(1, 4)}
        zones[7] = square(0, 0, 6)
        self.assertEqual(len([one for one in find_clashes(zones) if one.is_overlap]), 3)
        with self.assertRaises(TooMuchOverlapError) as caught:
            find_clashes(zones, most_work=150)
        self.assertEqual(caught.exception.zone, 7)

    @given(st.lists(stars(), min_size=1, max_size=5))
    @slow_machine
    def test_overlaps_agree_with_areas(self, found):
        zones = {number: geometry.tidy(star) for number, star in enumerate(found)}
        clashes = find_clashes(zones, least_km2=0)
        for clash in clashes:
            if clash.is_overlap:
                one, other = (zones[zone] for zone in clash.zones)
                self.assertAlmostEqual(clash.km2, area_km2(one.intersection(other)), places=3)
            else:
                land = shapely.union_all(list(zones.values()))
                self.assertLess(land.intersection(clash.area).area, 1e-6)


class TestOutlines(BaseCase):
    def test_a_packed_ring_unpacks_to_its_corners(self):
        packed = outlines.pack([outlines.Outline("XX", "X", square(10, 50).geoms[0])], 0.01, 0.01)
        (outline,) = packed["outlines"]
        at, corners = [0, 0], set()
        numbers = outline["polygons"][0][0]
        for step in zip(numbers[::2], numbers[1::2], strict=True):
            at = [at[0] + step[0], at[1] + step[1]]
            corners.add((at[0] / 100, at[1] / 100))
        self.assertEqual(corners, {(10, 50), (11, 50), (11, 51), (10, 51)})

    def test_examples(self):
        for module in (geometry, geometry_edit, neighbours, outlines):
            self.assertEqual(doctest.testmod(module).failed, 0)
