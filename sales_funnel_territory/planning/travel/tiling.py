"""Cutting a large table of pairs into requests a server accepts."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.intp]


class Tile(NamedTuple):
    """Rows and columns of the table that are asked for at once."""

    rows: Indices
    columns: Indices


def tiles(wanted: Flags, allowed: Flags, side: int | None) -> Iterator[Tile]:
    """Yield tiles that together cover all wanted pairs, each of them once.

    A tile has no row and no column in which nothing is wanted, and no pair that may not be asked
    for. Pairs that are wanted are allowed.

    :param side: most rows, and most columns, of a tile; ``None``: any number
    """
    rows = np.flatnonzero(wanted.any(axis=1))
    columns = np.flatnonzero(wanted.any(axis=0))
    for some_rows in _chunks(rows, side):
        for some_columns in _chunks(columns, side):
            yield from _narrow(wanted, allowed, some_rows, some_columns)


def _chunks(indices: Indices, side: int | None) -> Iterator[Indices]:
    step = side or max(1, indices.size)
    for start in range(0, indices.size, step):
        yield indices[start : start + step]


def _narrow(wanted: Flags, allowed: Flags, rows: Indices, columns: Indices) -> Iterator[Tile]:
    """Leave out what is not wanted; halve what holds a pair that may not be asked for."""
    part = wanted[np.ix_(rows, columns)]
    rows, columns = rows[part.any(axis=1)], columns[part.any(axis=0)]
    if not rows.size:
        return
    if allowed[np.ix_(rows, columns)].all():
        yield Tile(rows, columns)
        return
    if rows.size >= columns.size:
        middle = rows.size // 2
        yield from _narrow(wanted, allowed, rows[:middle], columns)
        yield from _narrow(wanted, allowed, rows[middle:], columns)
    else:
        middle = columns.size // 2
        yield from _narrow(wanted, allowed, rows, columns[:middle])
        yield from _narrow(wanted, allowed, rows, columns[middle:])
