"""Check every row of the export and say what is done about what is wrong. No Odoo here.

Nothing is dropped silently: whatever differs from the file in what is brought in is a finding.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from benchmarks.maven_data import (
    COLUMNS,
    DICTIONARY,
    Account,
    Agent,
    Cleaned,
    Finding,
    Opportunity,
    Product,
    Row,
    by_key,
    key_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

DATE_FORMAT = "%m/%d/%Y"
SECTORS = {"technolgy": "technology"}
COUNTRIES = {"Philipines": "Philippines", "Korea": "South Korea"}
STATES = {"Prospecting": "above", "Engaging": "in", "Won": "won", "Lost": "lost"}
OPEN = ("above", "in")


@dataclass
class Findings:
    """Collects findings while rows are read."""

    items: list[Finding] = field(default_factory=list)

    def add(self, row: Row, column: str, problem: str, action: str) -> None:
        """Note one finding; a row is called by its first column."""
        record, value = next(iter(row.values.values())), row[column]
        self.items.append(Finding(row.file, row.line, record, column, value, problem, action))


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
    deals = _Deals(accounts, products, agents, notes)
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


# ---------------------------------------------------------------------- common


def _first_of_each(rows: list[Row], column: str, notes: Findings) -> list[Row]:
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


def _number(row: Row, column: str, notes: Findings) -> Decimal | None:
    """Return the number in a cell; an empty cell is none, anything else a finding."""
    text = row[column].strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        notes.add(row, column, "not a number", "taken as empty")
        return None
    if not number.is_finite() or number < 0:
        notes.add(row, column, "not an amount of zero or more", "taken as empty")
        return None
    return number


def _date(row: Row, column: str, notes: Findings) -> date | None:
    text = row[column].strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, DATE_FORMAT).date()
    except ValueError:
        notes.add(row, column, "not a date (month/day/year)", "taken as empty")
        return None


def _corrected(row: Row, column: str, corrections: dict[str, str], notes: Findings) -> str:
    value = row[column].strip()
    if value not in corrections:
        return value
    right = corrections[value]
    notes.add(row, column, "not the usual name", f"taken as {right}")
    return right


# ---------------------------------------------------------------------- master data


def _accounts(rows: list[Row], countries: Collection[str], notes: Findings) -> list[Account]:
    kept = _first_of_each(rows, "account", notes)
    names = by_key(row["account"].strip() for row in kept)
    parents = {row["account"].strip(): _parent(row, names, notes) for row in kept}
    return [_account(row, _without_loop(row, parents, notes), countries, notes) for row in kept]


def _account(row: Row, parent: str, countries: Collection[str], notes: Findings) -> Account:
    for column in ("year_established", "revenue", "employees"):
        if _number(row, column, notes) is not None:
            notes.add(row, column, "Odoo has no field for it", "kept in the customer's notes")
    return Account(
        name=row["account"].strip(),
        sector=_corrected(row, "sector", SECTORS, notes),
        country=_country(row, countries, notes),
        founded=row["year_established"].strip(),
        revenue=row["revenue"].strip(),
        employees=row["employees"].strip(),
        parent=parent,
    )


def _country(row: Row, countries: Collection[str], notes: Findings) -> str:
    name = _corrected(row, "office_location", COUNTRIES, notes)
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
    for row in _first_of_each(rows, "product", notes):
        price = _number(row, "sales_price", notes)
        if price is None:
            notes.add(row, "sales_price", "no list price", "taken as 0")
        products.append(Product(row["product"].strip(), row["series"].strip(), price or Decimal(0)))
    return products


def _agents(rows: list[Row], notes: Findings) -> list[Agent]:
    agents = []
    offices: dict[str, str] = {}
    for row in _first_of_each(rows, "sales_agent", notes):
        name, manager, office = (row[column].strip() for column in COLUMNS[row.file])
        if not manager:
            notes.add(row, "manager", "no manager", "agent without team")
        if manager and offices.setdefault(manager, office) != office:
            first = offices[manager]
            notes.add(row, "regional_office", "manager of two offices", f"taken as {first}")
            office = first
        agents.append(Agent(name, manager, office))
    return agents


# ---------------------------------------------------------------------- opportunities


class _Deals:
    """Reads opportunities, knowing what the other tables hold."""

    def __init__(
        self,
        accounts: list[Account],
        products: list[Product],
        agents: list[Agent],
        notes: Findings,
    ) -> None:
        self.accounts = by_key(account.name for account in accounts)
        self.products = by_key(product.name for product in products)
        self.prices = {product.name: product.price for product in products}
        self.agents = by_key(agent.name for agent in agents)
        self.notes = notes

    def read(self, rows: list[Row]) -> list[Opportunity]:
        """Return the deals that can be brought in."""
        deals = [self._deal(row) for row in _first_of_each(rows, "opportunity_id", self.notes)]
        return [deal for deal in deals if deal]

    def _deal(self, row: Row) -> Opportunity | None:
        state = STATES.get(row["deal_stage"].strip())
        if not state:
            self.notes.add(row, "deal_stage", "no such stage", "row left out")
            return None
        product = self._name(row, "product", self.products, "deal without product line")
        return Opportunity(
            key=row["opportunity_id"].strip(),
            agent=self._name(row, "sales_agent", self.agents, "deal without salesperson and team"),
            product=product,
            account=self._name(row, "account", self.accounts, "deal without customer"),
            state=state,
            start=self._start(row, state),
            closing=self._closing(row, state),
            amount=self._amount(row, state, product),
        )

    def _name(self, row: Row, column: str, known: dict[str, str], otherwise: str) -> str:
        """Return the right spelling of a name of another table."""
        value = row[column].strip()
        if not value:
            self.notes.add(row, column, f"no {column.replace('_', ' ')}", otherwise)
            return ""
        name = known.get(key_of(value), "")
        if not name:
            self.notes.add(row, column, f"no such {column.replace('_', ' ')}", otherwise)
        elif name != row[column]:
            self.notes.add(row, column, "spelled differently", f"taken as {name}")
        return name

    def _start(self, row: Row, state: str) -> date | None:
        start = _date(row, "engage_date", self.notes)
        if start is None:
            action = "no closing date" if state in OPEN else "no assignment date"
            self.notes.add(row, "engage_date", "no start", f"deal with {action}")
        return start

    def _closing(self, row: Row, state: str) -> date | None:
        closing = _date(row, "close_date", self.notes)
        if state in OPEN:
            return self._open_closing(row, closing)
        if closing is None:
            self.notes.add(row, "close_date", "closed, but no date", "deal without closing date")
            return None
        start = _date(row, "engage_date", Findings())
        if start and closing < start:
            self.notes.add(row, "close_date", "closed before it started", "taken as it is")
        return closing

    def _open_closing(self, row: Row, closing: date | None) -> None:
        if closing is not None:
            self.notes.add(row, "close_date", "open, but closed on a day", "day not used")
        elif row["engage_date"].strip():
            self.notes.add(row, "close_date", "open", "expected at start + median cycle of the won")

    def _amount(self, row: Row, state: str, product: str) -> Decimal:
        value = _number(row, "close_value", self.notes)
        price = self.prices.get(product, Decimal(0))
        if state == "won":
            if not value:
                problem = f"won for nothing (list price {price})"
                self.notes.add(row, "close_value", problem, "amount is 0")
            return value or Decimal(0)
        problem = "lost" if state == "lost" else "open"
        problem += ", but has a value" if value else ", so no value"
        self.notes.add(row, "close_value", problem, "amount is the product's list price")
        return price


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
    for number, (names, below) in enumerate(itertools.pairwise(grid), 2):
        for position, name in enumerate(names):
            expected = COLUMNS.get(f"{name}.csv", ())
            told = tuple(below[position : position + len(expected)])
            if not set(told) & set(expected) or told == expected:
                continue
            row = Row(DICTIONARY, number, {"table": name, "columns": ", ".join(told)})
            notes.add(row, "columns", "not the columns of the file", "the file is right")
