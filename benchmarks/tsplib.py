"""Instances of TSPLIB: G. Reinelt, "TSPLIB - a traveling salesman problem library" (1991)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

# As the library's reference prescribes them, to reproduce its optima.
PI = 3.141592
EARTH = 6378.388  # km


class InstanceError(Exception):
    """A sentence that says why a file cannot be used."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Whole distances between places, numbered as the file numbers them."""

    name: str
    numbers: tuple[int, ...]
    distances: NDArray[np.int64]

    def length(self, order: Iterable[int]) -> int:
        """Return the length of a closed tour through rows."""
        rows = list(order)
        return int(
            sum(self.distances[a, b] for a, b in zip(rows, rows[1:] + rows[:1], strict=True))
        )


def read(path: Path) -> Instance:
    """Read a file of type TSP or ATSP."""
    try:
        header, sections = _parse(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise InstanceError(f"{path} cannot be read: {error.strerror}.") from error
    kind = header.get("EDGE_WEIGHT_TYPE", "")
    if not header.get("DIMENSION", "").isdecimal():
        raise InstanceError(f"{path} does not say how many places it has (DIMENSION).")
    if kind == "EXPLICIT":
        distances = _explicit(header, sections)
    elif kind in DISTANCES:
        rows = np.array(sections.get("NODE_COORD_SECTION", []), dtype=float)
        size = int(header["DIMENSION"])
        if rows.size not in (3 * size, 4 * size) or not size:
            raise InstanceError(f"{path} has no coordinates for {size} places.")
        distances = DISTANCES[kind](rows.reshape(size, -1)[:, 1:])
        np.fill_diagonal(distances, 0)
    else:
        raise InstanceError(f"{path}: distances of type {kind or 'nothing'} are not known.")
    return Instance(header.get("NAME", path.stem), _numbers(sections, len(distances)), distances)


def _parse(text: str) -> tuple[dict[str, str], dict[str, list[float]]]:
    header: dict[str, str] = {}
    sections: dict[str, list[float]] = {}
    section = None
    for line in text.splitlines():
        words = line.replace(":", " : ", 1).split()
        if not words or words[0] == "EOF":
            continue
        if words[0][0].isalpha():
            section = words[0] if words[0].endswith("_SECTION") else None
            header[words[0]] = " ".join(words[2:])
        elif section:
            sections.setdefault(section, []).extend(map(float, words))
    return header, sections


def _numbers(sections: dict[str, list[float]], size: int) -> tuple[int, ...]:
    given = sections.get("NODE_COORD_SECTION", [])
    step = len(given) // size
    return tuple(int(one) for one in given[::step]) if step else tuple(range(1, size + 1))


def _euclidean(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.sqrt(((places[:, None] - places) ** 2).sum(axis=2))


def _geographic(places: NDArray[np.float64]) -> NDArray[np.int64]:
    """Degrees and minutes, written as 12.34 for 12 degrees 34 minutes."""
    degrees = np.trunc(places)
    radians = PI * (degrees + 5 * (places - degrees) / 3) / 180
    latitude, longitude = radians[:, 0], radians[:, 1]
    q1 = np.cos(longitude[:, None] - longitude)
    q2 = np.cos(latitude[:, None] - latitude)
    q3 = np.cos(latitude[:, None] + latitude)
    angle = np.arccos(np.clip(((1 + q1) * q2 - (1 - q1) * q3) / 2, -1, 1))
    return (EARTH * angle + 1).astype(np.int64)


def _att(places: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.ceil(np.round(_euclidean(places) / np.sqrt(10), 12)).astype(np.int64)


def _nearest(distances: NDArray[np.float64]) -> NDArray[np.int64]:
    return (distances + 0.5).astype(np.int64)


DISTANCES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.int64]]] = {
    "EUC_2D": lambda places: _nearest(_euclidean(places)),
    "EUC_3D": lambda places: _nearest(_euclidean(places)),
    "CEIL_2D": lambda places: np.ceil(_euclidean(places)).astype(np.int64),
    "MAN_2D": lambda places: _nearest(np.abs(places[:, None] - places).sum(axis=2)),
    "MAX_2D": lambda places: (
        np.floor(np.abs(places[:, None] - places) + 0.5).max(axis=2).astype(np.int64)
    ),
    "ATT": _att,
    "GEO": _geographic,
}


def _explicit(header: dict[str, str], sections: dict[str, list[float]]) -> NDArray[np.int64]:
    size, shape = int(header["DIMENSION"]), header.get("EDGE_WEIGHT_FORMAT", "")
    weights = [int(one) for one in sections.get("EDGE_WEIGHT_SECTION", [])]
    cells = list(_cells(shape, size))
    if not cells or len(cells) != len(weights):
        raise InstanceError(f"{len(weights)} distances are not a table {shape} of {size} places.")
    table = np.zeros((size, size), dtype=np.int64)
    for (row, column), weight in zip(cells, weights, strict=True):
        table[row, column] = weight
        if shape != "FULL_MATRIX":
            table[column, row] = weight
    np.fill_diagonal(table, 0)
    return table


def _cells(shape: str, size: int) -> Iterator[tuple[int, int]]:
    spans: dict[str, Callable[[int], range]] = {
        "FULL_MATRIX": lambda _row: range(size),
        "UPPER_ROW": lambda row: range(row + 1, size),
        "UPPER_DIAG_ROW": lambda row: range(row, size),
        "LOWER_ROW": range,
        "LOWER_DIAG_ROW": lambda row: range(row + 1),
        # the same by columns
        "LOWER_COL": lambda row: range(row + 1, size),
        "LOWER_DIAG_COL": lambda row: range(row, size),
        "UPPER_COL": range,
        "UPPER_DIAG_COL": lambda row: range(row + 1),
    }
    span = spans.get(shape)
    if span:
        for row in range(size):
            yield from ((row, column) for column in span(row))
