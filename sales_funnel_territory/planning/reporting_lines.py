"""Reporting lines as a drawing: where each person of an organisation stands.

Everybody stands one row below the one he reports to; a manager stands above the middle of his
people; nobody stands nearer than one column to his neighbour. The same people always give the
same drawing, whatever order they come in.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, whom he reports to, and his place among those who report to the same person."""

    key: int
    reports_to: int | None = None
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands: column and row from the top left; ``order`` counts line by line.

    ``reports_to`` is empty for who stands at the top, also where a line led outside or in a
    circle.
    """

    key: int
    column: float
    row: int
    order: int
    reports_to: int | None


def lay_out(people: Sequence[Person]) -> list[Place]:
    """Return the place of each person, in reading order: each manager before his people."""
    ordered = sorted(people, key=lambda person: (person.rank, person.key))
    managers = _cut_circles(ordered)
    below: dict[int | None, list[int]] = {None: []}
    for person in ordered:
        below.setdefault(managers[person.key], []).append(person.key)
    rows = _rows_in_reading_order(below)
    columns = _columns(list(rows), below)
    return [
        Place(key, columns[key], row, order, managers[key])
        for order, (key, row) in enumerate(rows.items())
    ]


def _rows_in_reading_order(below: dict[int | None, list[int]]) -> dict[int, int]:
    """Return {person: row}, line by line; without recursion, for lines of any length."""
    rows: dict[int, int] = {}
    waiting = [(key, 0) for key in reversed(below[None])]
    while waiting:
        key, row = waiting.pop()
        rows[key] = row
        waiting += [(report, row + 1) for report in reversed(below.get(key, []))]
    return rows


def _columns(reading: Sequence[int], below: dict[int | None, list[int]]) -> dict[int, float]:
    """Return {person: column}: side by side at the ends of the lines, managers in the middle."""
    ends = [key for key in reading if key not in below]
    columns = {key: float(number) for number, key in enumerate(ends)}
    for key in reversed(reading):
        if key in below:
            columns[key] = (columns[below[key][0]] + columns[below[key][-1]]) / 2
    return columns


def _cut_circles(ordered: Sequence[Person]) -> dict[int, int | None]:
    """Return {person: manager}, without managers who are not there and without circles."""
    known = {person.key for person in ordered}
    managers = {
        person.key: person.reports_to if person.reports_to in known else None for person in ordered
    }
    settled: set[int] = set()
    for person in ordered:
        path: set[int] = set()
        key: int | None = person.key
        while key is not None and key not in settled:
            path.add(key)
            manager = managers[key]
            if manager in path:
                managers[key] = manager = None
            key = manager
        settled |= path
    return managers
