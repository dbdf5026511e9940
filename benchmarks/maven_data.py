"""The Maven CRM export as typed rows, and what was found wrong with them. No Odoo here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

COLUMNS = {
    "accounts.csv": (
        "account",
        "sector",
        "year_established",
        "revenue",
        "employees",
        "office_location",
        "subsidiary_of",
    ),
    "products.csv": ("product", "series", "sales_price"),
    "sales_teams.csv": ("sales_agent", "manager", "regional_office"),
    "sales_pipeline.csv": (
        "opportunity_id",
        "sales_agent",
        "product",
        "account",
        "deal_stage",
        "engage_date",
        "close_date",
        "close_value",
    ),
}
DICTIONARY = "data_dictionary.csv"


class DataError(Exception):
    """The folder does not hold what is expected; the sentence says what to do."""


@dataclass(frozen=True)
class Row:
    """One line of one file, as found."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True)
class Finding:
    """Something wrong (or odd) in one row, and what is done about it."""

    file: str
    line: int
    record: str
    field: str
    value: str
    problem: str
    action: str


@dataclass(frozen=True)
class Account:
    """A customer; revenue in million dollars a year."""

    name: str
    sector: str
    country: str
    founded: str
    revenue: str
    employees: str
    parent: str


@dataclass(frozen=True)
class Product:
    """A product with its list price."""

    name: str
    series: str
    price: Decimal


@dataclass(frozen=True)
class Agent:
    """A sales agent, whose manager leads a team of a regional office."""

    name: str
    manager: str
    office: str


@dataclass(frozen=True)
class Opportunity:
    """A deal as it will be brought in; ``state`` is above, in, won or lost."""

    key: str
    agent: str
    product: str
    account: str
    state: str
    start: date | None
    closing: date | None
    amount: Decimal


@dataclass(frozen=True)
class Cleaned:
    """Everything that will be brought in, and every finding on the way there."""

    accounts: tuple[Account, ...]
    products: tuple[Product, ...]
    agents: tuple[Agent, ...]
    opportunities: tuple[Opportunity, ...]
    median_cycle: int | None
    findings: tuple[Finding, ...]


def find_folder(given: str) -> Path:
    """Return the folder with the files: the one named, or ``maven`` in it."""
    if not given:
        raise DataError("Name the folder with the CSV files: DATA=<folder>.")
    folder = Path(given).expanduser()
    for candidate in (folder, folder / "maven"):
        if (candidate / "sales_pipeline.csv").is_file():
            return candidate
    raise DataError(f"DATA={given}: there is no sales_pipeline.csv in it, nor in its folder maven.")


def read_folder(folder: Path) -> dict[str, list[Row]]:
    """Read the four tables; each row knows its file and line."""
    return {name: _read(folder / name, columns) for name, columns in COLUMNS.items()}


def _read(path: Path, columns: tuple[str, ...]) -> list[Row]:
    if not path.is_file():
        raise DataError(f"{path.name} is missing in {path.parent}.")
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, restval="")
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise DataError(f"{path.name} has no column {', '.join(missing)}.")
        return [Row(path.name, reader.line_num, {c: row[c] for c in columns}) for row in reader]


def read_grid(path: Path) -> list[list[str]]:
    """Read a file that is no table (the data dictionary)."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def key_of(name: str) -> str:
    """Return what two spellings of one name share: "GTXPro" and "GTX Pro" are the same."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def by_key(names: Iterable[str]) -> dict[str, str]:
    """Return {key: name} to find the one right spelling."""
    return {key_of(name): name for name in names}
