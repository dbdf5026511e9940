"""Drawn areas changed: merged, split by a line, cut out of one another."""

from collections.abc import Iterable
from typing import Final

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split as split_polygon

from .geometry import HALF_TURN, QUARTER_TURN, area_km2, tidy
from .geometry_errors import (
    EmptyAreaError,
    GeometryError,
    NotGeoJSONError,
    OffTheMapError,
    WrongTypeError,
)

BESIDE: Final = 1e-4  # degrees beside the line, to tell on which side a part lies
SLIVER: Final = 1e-5  # degrees: seams of neighbours drawn by hand close up to this


class NothingSplitError(GeometryError):
    """The line leaves the area in one part."""


def read_line(found: object) -> LineString:
    """Return the line of a GeoJSON LineString (or a Feature of one).

    :raise GeometryError: no line, or one that leaves the earth
    """
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise NotGeoJSONError("no geometry")
    if found.get("type") != "LineString":
        raise WrongTypeError(str(found.get("type")))
    try:
        places = [(float(place[0]), float(place[1])) for place in found["coordinates"]]
    except (TypeError, ValueError, IndexError, KeyError):
        raise NotGeoJSONError("coordinates are no list of positions") from None
    for longitude, latitude in places:
        if not (abs(longitude) <= HALF_TURN and abs(latitude) <= QUARTER_TURN):
            raise OffTheMapError((longitude, latitude))
    if len(set(places)) < 2:
        raise EmptyAreaError
    return LineString(places)


def merge(areas: Iterable[BaseGeometry]) -> MultiPolygon:
    """Return several areas as one; seams of a metre between them close.

    :raise EmptyAreaError: there are none
    """
    together = shapely.union_all(list(areas))
    if together.is_empty:
        raise EmptyAreaError
    closed = together.buffer(SLIVER, join_style="mitre").buffer(-SLIVER, join_style="mitre")
    return tidy(shapely.union(together, closed))


def split(area: MultiPolygon, line: LineString) -> tuple[MultiPolygon, MultiPolygon]:
    """Return what lies left and right of a line, seen along it.

    Parts the line does not reach go to the side they are on.

    >>> west, east = split(
    ...     MultiPolygon([shapely.box(0, 0, 2, 2)]), LineString([(0.5, -1), (0.5, 3)])
    ... )
    >>> west.bounds, east.bounds
    ((0.0, 0.0, 0.5, 2.0), (0.5, 0.0, 2.0, 2.0))

    :raise NothingSplitError: the line does not cross the area from edge to edge
    """
    sides: tuple[list[Polygon], list[Polygon]] = ([], [])
    cut = 0
    for polygon in area.geoms:
        parts = list(split_polygon(polygon, line).geoms)
        cut += len(parts) > 1
        for part in parts:
            sides[_is_right(part, line)].append(part)
    if not cut or not all(sides):
        raise NothingSplitError
    left, right = (tidy(shapely.union_all(side)) for side in sides)
    return left, right


def _is_right(part: Polygon, line: LineString) -> bool:
    """Look beside the line where it borders on the part; else from the part's middle."""
    shared = shapely.intersection(part.exterior, line)
    edge = max(shapely.get_parts(shared), key=lambda found: found.length, default=None)
    if edge is None or edge.length == 0:
        return _is_right_of(part.representative_point(), line)
    middle = edge.interpolate(0.5, normalized=True)
    ahead, back = _around(line, middle)
    length = ahead.distance(back) or 1.0
    beside = Point(
        middle.x + BESIDE * (ahead.y - back.y) / length,
        middle.y - BESIDE * (ahead.x - back.x) / length,
    )
    return bool(part.distance(beside) < BESIDE / 2)


def _is_right_of(point: Point, line: LineString) -> bool:
    ahead, back = _around(line, point)
    turn = (ahead.x - back.x) * (point.y - back.y) - (ahead.y - back.y) * (point.x - back.x)
    return bool(turn < 0)


def _around(line: LineString, point: Point) -> tuple[Point, Point]:
    """Return the places of a line just ahead of and behind where it passes a point."""
    at = line.project(point)
    step = min(BESIDE, line.length / 4)
    return line.interpolate(min(at + step, line.length)), line.interpolate(max(at - step, 0))


def cut_out(area: BaseGeometry, others: Iterable[BaseGeometry]) -> MultiPolygon:
    """Return an area without the others: its holes, or what neighbours have of it.

    :raise EmptyAreaError: nothing is left
    """
    return tidy(shapely.difference(area, shapely.union_all(list(others))))


def largest_first(areas: Iterable[MultiPolygon]) -> list[MultiPolygon]:
    """Return areas by size, the largest first."""
    return sorted(areas, key=area_km2, reverse=True)
