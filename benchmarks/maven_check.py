"""Check every row of the export and say what is done about what is wrong. No Odoo here.

Nothing is dropped silently: whatever differs from the file in what is brought in is a finding.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.maven_data import (
    COLUMNS,
    DICTIONARY,
    Account,
    Agent,
    Cleaned,
    Product,
    Row,
    by_key,
    key_of,
)
from benchmarks.maven_deals import OPEN, Deals
from benchmarks.maven_notes import Findings, corrected, first_of_each, number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from benchmarks.maven_data import Opportunity

SECTORS = {"technolgy": "technology"}
COUNTRIES = {"Philipines": "Philippines", "Korea": "South Korea"}


def clean(
    tables: dict[str, list[Row]],
    countries: Collection[str] = (),
    dictionary: Sequence[list[str]] = (),
) -> Cleaned:
    """Return what can be brought in of all tables, with the findings of every row.

    :param countries: the names that are known; without them any name is taken
    :param dictionary: the cells of the data dictionary, to compare its columns
    """
    notes = Findings()
    accounts = _accounts(tables["accounts.csv"], countries, notes)
    products = _products(tables["products.csv"], notes)
    agents = _agents(tables["sales_teams.csv"], notes)
    deals = Deals(accounts, products, agents, notes)
    opportunities = deals.read(tables["sales_pipeline.csv"])
    cycle = median_cycle(opportunities)
    _report_unused(tables, opportunities, notes)
    _check_dictionary(dictionary, notes)
    return Cleaned(
        tuple(accounts),
        tuple(products),
        tuple(agents),
        tuple(_with_closing(deal, cycle) for deal in opportunities),
        cycle,
        tuple(notes.items),
    )


def median_cycle(opportunities: Iterable[Opportunity]) -> int | None:
    """Return the median days from start to close of the won deals, half a day rounded up."""
    days = [
        (deal.closing - deal.start).days
        for deal in opportunities
        if deal.state == "won" and deal.start and deal.closing
    ]
    return int(statistics.median(days) + 0.5) if days else None


def _with_closing(deal: Opportunity, cycle: int | None) -> Opportunity:
    if deal.state not in OPEN or not deal.start or cycle is None:
        return deal
    return replace(deal, closing=deal.start + timedelta(days=cycle))


# ---------------------------------------------------------------------- master data


def _accounts(rows: list[Row], countries: Collection[str], notes: Findings) -> list[Account]:
    kept = first_of_each(rows, "account", notes)
    names = by_key(row["account"].strip() for row in kept)
    parents = {row["account"].strip(): _parent(row, names, notes) for row in kept}
    return [_account(row, _without_loop(row, parents, notes), countries, notes) for row in kept]


def _account(row: Row, parent: str, countries: Collection[str], notes: Findings) -> Account:
    for column in ("year_established", "revenue", "employees"):
        if number(row, column, notes) is not None:
            notes.add(row, column, "Odoo has no field for it", "kept in the customer's notes")
    return Account(
        name=row["account"].strip(),
        sector=corrected(row, "sector", SECTORS, notes),
        country=_country(row, countries, notes),
        founded=row["year_established"].strip(),
        revenue=row["revenue"].strip(),
        employees=row["employees"].strip(),
        parent=parent,
    )


def _country(row: Row, countries: Collection[str], notes: Findings) -> str:
    name = corrected(row, "office_location", COUNTRIES, notes)
    if name and countries and name not in countries:
        notes.add(row, "office_location", "no such country", "customer without country")
        return ""
    return name


def _parent(row: Row, names: dict[str, str], notes: Findings) -> str:
    value = row["subsidiary_of"].strip()
    if not value:
        return ""
    if key_of(value) not in names:
        notes.add(row, "subsidiary_of", "no such account", "customer without parent")
        return ""
    return names[key_of(value)]


def _without_loop(row: Row, parents: dict[str, str], notes: Findings) -> str:
    """Return the parent, unless the way up leads back to this account."""
    name = row["account"].strip()
    above, seen = parents[name], {name}
    while above and above not in seen:
        seen.add(above)
        above = parents[above]
    if above != name:
        return parents[name]
    notes.add(row, "subsidiary_of", "an account above itself", "customer without parent")
    parents[name] = ""
    return ""


def _products(rows: list[Row], notes: Findings) -> list[Product]:
    products = []
    for row in first_of_each(rows, "product", notes):
        price = number(row, "sales_price", notes)
        if price is None:
            notes.add(row, "sales_price", "no list price", "taken as 0")
        products.append(Product(row["product"].strip(), row["series"].strip(), price or Decimal(0)))
    return products


def _agents(rows: list[Row], notes: Findings) -> list[Agent]:
    agents = []
    offices: dict[str, str] = {}
    for row in first_of_each(rows, "sales_agent", notes):
        name, manager, office = (row[column].strip() for column in COLUMNS[row.file])
        if not manager:
            notes.add(row, "manager", "no manager", "agent without team")
        if manager and offices.setdefault(manager, office) != office:
            first = offices[manager]
            notes.add(row, "regional_office", "manager of two offices", f"taken as {first}")
            office = first
        agents.append(Agent(name, manager, office))
    return agents


# ---------------------------------------------------------------------- across tables


def _report_unused(
    tables: dict[str, list[Row]], opportunities: list[Opportunity], notes: Findings
) -> None:
    """Tell who or what no deal names: it is brought in all the same."""
    for file, column, used in (
        ("accounts.csv", "account", Counter(deal.account for deal in opportunities)),
        ("products.csv", "product", Counter(deal.product for deal in opportunities)),
        ("sales_teams.csv", "sales_agent", Counter(deal.agent for deal in opportunities)),
    ):
        for row in tables[file]:
            if row[column].strip() and row[column].strip() not in used:
                notes.add(row, column, "no deal names it", "brought in without deals")


def _check_dictionary(grid: Sequence[list[str]], notes: Findings) -> None:
    """Compare the columns the data dictionary tells of with those of the files.

    It is a sheet of blocks: a table's name, and its columns in the line below.
    """
    for line, (names, below) in enumerate(itertools.pairwise(grid), 2):
        for position, name in enumerate(names):
            expected = COLUMNS.get(f"{name}.csv", ())
            told = tuple(below[position : position + len(expected)])
            if not set(told) & set(expected) or told == expected:
                continue
            row = Row(DICTIONARY, line, {"table": name, "columns": ", ".join(told)})
            notes.add(row, "columns", "not the columns of the file", "the file is right")
