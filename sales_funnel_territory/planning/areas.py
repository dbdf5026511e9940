"""Drawn areas: which points lie in them. Longitude before latitude, in degrees, as in GeoJSON.

Whoever stands on a border is in: of two neighbours that share it, the order of the territories
decides (see ``assignment``). A hole is out, its border is in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

KINDS = ("Polygon", "MultiPolygon")


class AreaError(ValueError):
    """A geometry that is no area."""


@dataclass(frozen=True)
class Area:
    """A drawn area, prepared to be asked for many points.

    Asked once as it is made: what the library prepares is complete then, also where two threads
    share it.
    """

    geometry: BaseGeometry

    def __post_init__(self) -> None:
        shapely.prepare(self.geometry)
        if not self.geometry.is_empty:
            inside = self.geometry.representative_point()
            shapely.intersects_xy(self.geometry, inside.x, inside.y)

    def contains(
        self, longitudes: NDArray[np.float64], latitudes: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Tell of each point whether it lies in the area; one without a position (nan) never does.

        Only points in the area's box are looked at closely.
        """
        west, south, east, north = self.geometry.bounds
        inside = (
            (longitudes >= west)
            & (longitudes <= east)
            & (latitudes >= south)
            & (latitudes <= north)
        )
        near = np.flatnonzero(inside)
        if near.size:
            inside[near] = shapely.intersects_xy(self.geometry, longitudes[near], latitudes[near])
        return inside


def read_area(geojson: Mapping[str, Any]) -> Area:
    """Return the area of a GeoJSON geometry.

    :raises AreaError: where it is no polygon and no multipolygon, or cannot be read
    """
    kind = geojson.get("type") if isinstance(geojson, Mapping) else None
    if kind not in KINDS:
        raise AreaError(f"{kind} is no area")
    try:
        return Area(shape(geojson))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise AreaError(str(error)) from error
