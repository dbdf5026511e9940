"""Drawn areas: read from GeoJSON, checked, put in order, measured.

An area is a GeoJSON Polygon or MultiPolygon with holes, longitude before latitude, in degrees
(RFC 7946). It is kept rounded to a millionth of a degree (11 cm), outer rings counterclockwise.
An area across the 180th meridian is two polygons, one on each side, as the RFC wants it.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient
from shapely.validation import explain_validity

from .geometry_errors import (
    CrossesItselfError,
    EmptyAreaError,
    NotGeoJSONError,
    OffTheMapError,
    OpenRingError,
    Position,
    TooLargeError,
    TooManyPointsError,
    WrongTypeError,
)

GeoJSON = dict[str, Any]

MAX_BYTES: Final = 5_000_000
MAX_POINTS: Final = 20_000
GRID: Final = 1e-6  # degrees
EARTH_RADIUS: Final = 6371.0072  # km, of the sphere with the earth's surface
HALF_TURN: Final = 180.0
QUARTER_TURN: Final = 90.0
LEAST_RING: Final = 4  # positions, the last being the first again

_AREAS: Final = ("Polygon", "MultiPolygon")
_SHAPES: Final = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "GeometryCollection",
    *_AREAS,
)


@dataclass(frozen=True, slots=True)
class Feature:
    """An object of a GeoJSON file: what it is called and its geometry, not yet checked."""

    properties: Mapping[str, Any]
    geometry: object


def load(text: str | bytes, max_bytes: int = MAX_BYTES) -> GeoJSON:
    """Return what a GeoJSON text holds.

    :param text: UTF-8 if bytes
    :raise TooLargeError: before it is parsed
    :raise NotGeoJSONError: no JSON object
    """
    if len(text) > max_bytes:
        raise TooLargeError(len(text), max_bytes)
    try:
        found = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise NotGeoJSONError(str(error)) from None
    if not isinstance(found, dict):
        raise NotGeoJSONError(f"a {type(found).__name__} instead of an object")
    return found


def features(found: object) -> list[Feature]:
    """Return the objects of a GeoJSON text: of a collection, a single feature, a bare geometry."""
    if not isinstance(found, dict):
        raise NotGeoJSONError(f"a {type(found).__name__} instead of an object")
    kind = found.get("type")
    if kind == "FeatureCollection":
        members = found.get("features")
        if not isinstance(members, list):
            raise NotGeoJSONError("a FeatureCollection without a list of features")
        return [_feature(member) for member in members]
    if kind == "Feature":
        return [_feature(found)]
    if kind in _SHAPES:
        return [Feature({}, found)]
    raise NotGeoJSONError(f"type {kind!r}")


def _feature(member: object) -> Feature:
    if not isinstance(member, dict) or member.get("type") != "Feature":
        return Feature({}, None)
    properties = member.get("properties")
    return Feature(properties if isinstance(properties, dict) else {}, member.get("geometry"))


def read_area(found: object, max_points: int = MAX_POINTS) -> MultiPolygon:
    """Return the checked and tidied area of a geometry, or of the features holding it.

    >>> area = read_area({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]})
    >>> area.geom_type, len(area.geoms)
    ('MultiPolygon', 1)

    :param found: GeoJSON: a geometry, a Feature, a FeatureCollection (its areas together)
    :raise GeometryError: what is wrong, and where
    """
    if isinstance(found, dict) and found.get("type") in _AREAS:
        return _checked(found, max_points)
    members = features(found)
    if not members:
        raise EmptyAreaError
    areas = [_checked(member.geometry, max_points) for member in members]
    together = areas[0] if len(areas) == 1 else tidy(shapely.union_all(areas))
    _count(together, max_points)
    return together


def _checked(geometry: object, max_points: int) -> MultiPolygon:
    if not isinstance(geometry, dict):
        raise NotGeoJSONError("no geometry")
    kind = geometry.get("type")
    if kind in _SHAPES and kind not in _AREAS:
        raise WrongTypeError(str(kind))
    if kind not in _AREAS:
        raise NotGeoJSONError(f"type {kind!r}")
    polygons = geometry.get("coordinates")
    rings = _rings([polygons] if kind == "Polygon" else polygons)
    count = sum(len(ring) for polygon in rings for ring in polygon)
    if count > max_points:
        raise TooManyPointsError(count, max_points)
    for polygon in rings:
        for ring in polygon:
            _check_ring(ring)
    area = MultiPolygon([(polygon[0], polygon[1:]) for polygon in rings])
    _check_crossing(area)
    return tidy(area)


def _rings(polygons: object) -> list[list[list[Position]]]:
    try:
        rings = [
            [[_position(position) for position in ring] for ring in polygon if ring]
            for polygon in _as_list(polygons)
            if polygon
        ]
    except (TypeError, ValueError, IndexError, KeyError):
        raise NotGeoJSONError("coordinates are no lists of positions") from None
    rings = [polygon for polygon in rings if polygon]
    if not rings:
        raise EmptyAreaError
    return rings


def _as_list(found: object) -> list[Any]:
    if not isinstance(found, list | tuple):
        raise TypeError
    return list(found)


def _position(position: Sequence[Any]) -> Position:
    longitude, latitude = position[0], position[1]
    if isinstance(longitude, str | bool) or isinstance(latitude, str | bool):
        raise TypeError
    return float(longitude), float(latitude)


def _check_ring(ring: list[Position]) -> None:
    for longitude, latitude in ring:
        # not <=, which lets NaN through
        if not (abs(longitude) <= HALF_TURN and abs(latitude) <= QUARTER_TURN):
            raise OffTheMapError((longitude, latitude))
    if ring[0] != ring[-1]:
        raise OpenRingError(ring[-1])
    if len(set(ring)) < LEAST_RING - 1:
        raise EmptyAreaError


def _check_crossing(area: MultiPolygon) -> None:
    """Touching or overlapping parts are one area; a ring that crosses itself is none."""
    for polygon in area.geoms:
        if not polygon.is_valid:
            place = explain_validity(polygon).rpartition("[")[2].rstrip("]").split()
            if len(place) < 2:
                raise EmptyAreaError
            raise CrossesItselfError((float(place[0]), float(place[1])))


def tidy(area: BaseGeometry) -> MultiPolygon:
    """Return the polygons of a valid geometry in the form areas are kept in.

    :raise EmptyAreaError: nothing of a size is left
    """
    if not area.is_valid:
        area = shapely.union_all(_polygons(area))
    snapped = shapely.set_precision(area, GRID)
    polygons = [part for part in _polygons(snapped) if area_km2(part) > 0]
    if not polygons:
        raise EmptyAreaError
    # the same area is always written the same
    polygons = [orient(polygon.normalize()) for polygon in polygons]
    return MultiPolygon(sorted(polygons, key=lambda polygon: polygon.bounds))


def _polygons(area: BaseGeometry) -> list[Polygon]:
    parts = shapely.get_parts(area, return_index=False)
    flat = [part for outer in parts for part in shapely.get_parts(outer)]
    return [part for part in flat if part.geom_type == "Polygon" and not part.is_empty]


def _count(area: MultiPolygon, max_points: int) -> None:
    count = int(shapely.get_num_coordinates(area))
    if count > max_points:
        raise TooManyPointsError(count, max_points)


def write_area(area: BaseGeometry) -> GeoJSON:
    """Return an area as GeoJSON: a Polygon if it is in one part.

    >>> write_area(Polygon([(0, 0), (1, 0), (1, 1)]))["coordinates"]
    [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]
    """
    polygons = [_coordinates(polygon) for polygon in _polygons(area)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _coordinates(polygon: Polygon) -> list[list[list[float]]]:
    return [
        np.round(np.asarray(ring.coords)[:, :2], 6).tolist()
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def kept_area(boundary: GeoJSON) -> MultiPolygon:
    """Return an area that was checked when it was kept."""
    found = shape(boundary)
    return found if isinstance(found, MultiPolygon) else MultiPolygon([found])


def area_km2(area: BaseGeometry) -> float:
    """Return the area on the sphere, holes taken off, in square kilometres.

    Each edge is straight in longitude and latitude, as GeoJSON has it: the integral of the sine of
    the latitude along it, as on Lambert's equal-area cylinder. A degree square at the equator has
    12,364 km2.

    >>> round(area_km2(shapely.box(0, 0, 1, 1)))
    12364
    """
    return sum(
        abs(_ring_km2(polygon.exterior.coords))
        - sum(abs(_ring_km2(hole.coords)) for hole in polygon.interiors)
        for polygon in _polygons(area)
    )


def _ring_km2(ring: Iterable[Sequence[float]]) -> float:
    at = np.asarray(ring, dtype=float)
    longitude, latitude = np.radians(at[:, 0]), np.radians(at[:, 1])
    middle, half = (latitude[1:] + latitude[:-1]) / 2, np.diff(latitude) / 2
    height = np.sin(middle) * np.sinc(half / np.pi)  # the mean sine along the edge
    # from the first corner up: digits of small areas are not lost
    height -= math.sin(latitude[0])
    return float(np.diff(longitude) @ height * EARTH_RADIUS**2)


def label_point(area: BaseGeometry) -> Position:
    """Return where the name of an area stands: inside of its largest part."""
    largest = max(_polygons(area), key=area_km2)
    point = shapely.centroid(largest)
    if not largest.contains(point):
        point = largest.representative_point()
    return round(point.x, 6), round(point.y, 6)


def simplify(area: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Return an area with fewer corners, for display: no corner moves by more than the tolerance.

    :param tolerance: degrees; of 40,000 km around the earth 0.01 is a kilometre
    """
    if not math.isfinite(tolerance) or tolerance <= 0:
        return area
    return area.simplify(tolerance, preserve_topology=True)
