"""Where drawn zones overlap, and where land between them belongs to none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import STRtree
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from .geometry import area_km2
from .geometry_errors import TooMuchOverlapError

LEAST_KM2: Final = 0.01  # a hectare: below it is a matter of drawing, not of customers
NARROW: Final = 0.01  # degrees (a kilometre): a gap open to the outside up to twice as wide
TOUCH: Final = 1e-5  # degrees
# Corners compared. A market of 200 zones with 500 corners each takes less than a million; so many
# take 15 seconds at most, on the machine of the benchmarks.
MOST_WORK: Final = 8_000_000
CROSSING: Final = 10  # a corner of land that two have costs so many of one's own


@dataclass(frozen=True, slots=True)
class Clash:
    """Land of several zones, or of none though it lies between or within zones.

    ``zones`` are those that overlap, or around the gap, in the order of their numbers.
    """

    is_overlap: bool
    zones: tuple[int, ...]
    km2: float
    area: BaseGeometry


def find_clashes(
    zones: Mapping[int, MultiPolygon],
    least_km2: float = LEAST_KM2,
    narrow: float = NARROW,
    most_work: int = MOST_WORK,
) -> list[Clash]:
    """Return overlaps of two zones each and gaps, the largest first.

    >>> found = find_clashes(
    ...     {
    ...         1: MultiPolygon([shapely.box(0, 0, 1, 1)]),
    ...         2: MultiPolygon([shapely.box(0.9, 0, 2, 1)]),
    ...     }
    ... )
    >>> [(clash.is_overlap, clash.zones, round(clash.km2)) for clash in found]
    [(True, (1, 2), 1236)]

    :param least_km2: smaller ones are left out
    :param narrow: degrees; strips between neighbours up to twice as wide are gaps
    :param most_work: corners to compare; overlaps come first, so what is too much for them never
        reaches the search for gaps
    :raise TooMuchOverlapError: it would take more
    """
    if not zones:
        return []
    found = [*_overlaps(zones, most_work), *_gaps(zones, narrow)]
    found = [clash for clash in found if clash.km2 >= least_km2]
    return sorted(found, key=lambda clash: (-clash.km2, clash.zones))


def _overlaps(zones: Mapping[int, MultiPolygon], most_work: int) -> list[Clash]:
    ids = list(zones)
    areas = [zones[zone] for zone in ids]
    corners = shapely.get_num_coordinates(areas).tolist()
    first, second = STRtree(areas).query(areas, predicate="intersects")
    clashes = []
    work: Counter[int] = Counter()
    left = most_work
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if ids[one] >= ids[other]:
            continue
        shared = _only_land(shapely.intersection(areas[one], areas[other]))
        crossings = CROSSING * int(shapely.get_num_coordinates(shared))
        work.update({one: crossings, other: crossings})
        left -= corners[one] + corners[other] + crossings
        if left < 0:
            raise TooMuchOverlapError(ids[work.most_common(1)[0][0]])
        if not shared.is_empty:
            clashes.append(Clash(True, (ids[one], ids[other]), area_km2(shared), shared))
    return clashes


def _only_land(found: BaseGeometry) -> MultiPolygon:
    """Leave out lines and points where neighbours merely touch."""
    return MultiPolygon(
        [
            part
            for outer in shapely.get_parts(found)
            for part in shapely.get_parts(outer)
            if isinstance(part, Polygon) and not part.is_empty
        ]
    )


def _gaps(zones: Mapping[int, MultiPolygon], narrow: float) -> list[Clash]:
    """Return holes nobody fills, and narrow strips with zones on both sides."""
    together = shapely.union_all(list(zones.values()))
    holes = [
        Polygon(hole)
        for polygon in shapely.get_parts(together)
        for hole in getattr(polygon, "interiors", ())
    ]
    filled = shapely.union_all([together, *holes])
    filled = shapely.difference(filled, together)
    closed = together.buffer(narrow, join_style="mitre").buffer(-narrow, join_style="mitre")
    strips = shapely.difference(closed, shapely.union(together, filled))
    gaps = [(gap, 1) for gap in _only_land(filled).geoms]
    gaps += [(gap, 2) for gap in _only_land(strips).geoms]
    return _around_gaps(zones, gaps)


def _around_gaps(zones: Mapping[int, MultiPolygon], gaps: list[tuple[Polygon, int]]) -> list[Clash]:
    ids = list(zones)
    tree = STRtree([zones[zone] for zone in ids])
    clashes = []
    for gap, least_neighbours in gaps:
        beside = tree.query(gap, predicate="dwithin", distance=TOUCH).tolist()
        around = tuple(sorted(ids[index] for index in beside))
        if len(around) >= least_neighbours:
            clashes.append(Clash(False, around, area_km2(gap), gap))
    return clashes
