"""Outlines of countries and states, packed small for the browser's base map.

A ring is a flat list of whole numbers: longitude and latitude of the first corner, then the
differences from corner to corner, in units of the grid. Neighbours are simplified together where
the library can: a border they share stays one line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

VERSION: Final = 1
GRID: Final = 0.005  # degrees
LEAST_CORNERS: Final = 3


@dataclass(frozen=True, slots=True)
class Outline:
    """A country or state: ``code`` is its ISO code where it has one."""

    code: str
    name: str
    area: BaseGeometry
    is_disputed: bool = False


def pack(outlines: Sequence[Outline], tolerance: float, grid: float = GRID) -> dict[str, Any]:
    """Return outlines as the base map reads them.

    >>> packed = pack([Outline("XX", "Square", shapely.box(0, 0, 1, 2))], 0.05)
    >>> packed["outlines"][0]["polygons"]
    [[[200, 0, 0, 400, -200, 0, 0, -400]]]

    :param tolerance: degrees no corner moves by more than
    :param grid: degrees positions are rounded to
    """
    areas = _simplified([outline.area for outline in outlines], tolerance)
    packed = []
    for outline, area in zip(outlines, areas, strict=True):
        polygons = [_polygon(polygon, grid) for polygon in _polygons(area)]
        polygons = [polygon for polygon in polygons if polygon]
        if polygons:
            packed.append(_packed(outline, polygons, area, grid))
    return {"version": VERSION, "grid": grid, "outlines": packed}


def _packed(
    outline: Outline, polygons: list[list[list[int]]], area: BaseGeometry, grid: float
) -> dict[str, Any]:
    place = max(_polygons(area), key=lambda polygon: polygon.area).representative_point()
    label = [round(place.x / grid), round(place.y / grid)]
    found = {"code": outline.code, "name": outline.name, "label": label, "polygons": polygons}
    return {**found, "disputed": True} if outline.is_disputed else found


def _simplified(areas: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    if hasattr(shapely, "coverage_simplify"):  # from shapely 2.1 on
        # its tolerance is the side of a square, the area of a corner that may go
        return list(shapely.coverage_simplify(areas, tolerance))
    return [area.simplify(tolerance) for area in areas]


def _polygons(area: BaseGeometry) -> list[Polygon]:
    return list(area.geoms) if isinstance(area, MultiPolygon) else [area]


def _polygon(polygon: Polygon, grid: float) -> list[list[int]]:
    outer = _ring(polygon.exterior.coords, grid)
    holes = [_ring(hole.coords, grid) for hole in polygon.interiors]
    return [outer, *(hole for hole in holes if hole)] if outer else []


def _ring(corners: Any, grid: float) -> list[int]:  # noqa: ANN401 - of a library without types
    """Return the differences of the corners; the last, which is the first again, left out."""
    at = np.round(np.asarray(corners)[:-1, :2] / grid).astype(int)
    moved = np.any(np.diff(at, axis=0, prepend=at[-1:]) != 0, axis=1)
    at = at[moved]
    if len(at) < LEAST_CORNERS:
        return []
    steps = np.diff(at, axis=0, prepend=np.zeros((1, 2), dtype=int))
    return [int(step) for step in steps.ravel()]
