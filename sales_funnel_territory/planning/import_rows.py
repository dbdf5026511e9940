"""Rows of a sheet, checked before anything is written: what cannot be, by row and column."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

_T = TypeVar("_T", float, datetime.date)
Cell = str | float | datetime.date | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """What a column may hold.

    ``kind`` is one of ``choice`` (one of ``choices``, by lower-case text), ``whole``, ``amount``
    (numbers from ``low`` to ``high``) and ``date`` (a day from ``first`` to ``last``).
    """

    name: str
    kind: str
    low: float | None = None
    high: float | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    choices: Mapping[str, str] = field(default_factory=dict)

    def allows(self, value: Cell) -> bool:
        """Tell whether a cell may be taken over; an empty one always may."""
        if is_empty(value):
            return True
        if self.kind == "choice":
            return str(value).strip().lower() in self.choices
        if self.kind == "date":
            return _lies_between(read_date(value), self.first, self.last)
        number = read_number(value)
        if self.kind == "whole" and number is not None and number % 1:
            return False
        return _lies_between(number, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken over; ``row`` counts from 0."""

    row: int
    column: Column
    value: str


def find_problems(
    columns: Mapping[int, Column], rows: Sequence[Sequence[Cell]]
) -> Iterator[Problem]:
    """Yield what is wrong, row by row.

    :param columns: by the column's position in a row
    """
    for at, row in enumerate(rows):
        for place, column in columns.items():
            if not column.allows(row[place]):
                yield Problem(at, column, str(row[place]))


def is_empty(value: Cell) -> bool:
    """Tell whether a cell has nothing in it; 0 is something."""
    return value is None or value is False or value == ""


def read_number(value: Cell) -> float | None:
    """Return a number as it stands in a cell, ``None`` if it is none.

    >>> read_number(" 12.5 "), read_number("a dozen"), read_number("nan")
    (12.5, None, None)
    """
    try:
        number = float(str(value).replace(" ", ""))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def read_date(value: Cell) -> datetime.date | None:
    """Return a day as year-month-day, ``None`` if there is no such day.

    >>> read_date("2026-02-28"), read_date("2026-02-30")
    (datetime.date(2026, 2, 28), None)
    """
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None


def _lies_between(value: _T | None, low: _T | None, high: _T | None) -> bool:
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value <= high)
