"""Reading the cells of a row, and noting what is wrong with them. No Odoo here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from benchmarks.maven_data import Finding, key_of

if TYPE_CHECKING:
    from benchmarks.maven_data import Row

DATE_FORMAT = "%m/%d/%Y"


@dataclass
class Findings:
    """Collects findings while rows are read."""

    items: list[Finding] = field(default_factory=list)

    def add(self, row: Row, column: str, problem: str, action: str) -> None:
        """Note one finding; a row is called by its first column."""
        record, value = next(iter(row.values.values())), row[column]
        self.items.append(Finding(row.file, row.line, record, column, value, problem, action))


def first_of_each(rows: list[Row], column: str, notes: Findings) -> list[Row]:
    """Leave out rows without a name, and those whose name was there before."""
    seen: dict[str, int] = {}
    kept = []
    for row in rows:
        key = key_of(row[column])
        if not key:
            notes.add(row, column, "no name", "row left out")
        elif key in seen:
            notes.add(row, column, f"the same as line {seen[key]}", "row left out")
        else:
            seen[key] = row.line
            kept.append(row)
    return kept


def number(row: Row, column: str, notes: Findings) -> Decimal | None:
    """Return the number in a cell; an empty cell is none, anything else a finding."""
    text = row[column].strip()
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        notes.add(row, column, "not a number", "taken as empty")
        return None
    if not amount.is_finite() or amount < 0:
        notes.add(row, column, "not an amount of zero or more", "taken as empty")
        return None
    return amount


def date_of(row: Row, column: str, notes: Findings) -> date | None:
    """Return the day in a cell; an empty cell is none, anything else a finding."""
    text = row[column].strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, DATE_FORMAT).date()
    except ValueError:
        notes.add(row, column, "not a date (month/day/year)", "taken as empty")
        return None


def corrected(row: Row, column: str, corrections: dict[str, str], notes: Findings) -> str:
    """Return the usual name for one that is known to be misspelled."""
    value = row[column].strip()
    if value not in corrections:
        return value
    right = corrections[value]
    notes.add(row, column, "not the usual name", f"taken as {right}")
    return right
