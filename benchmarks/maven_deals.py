"""Opportunities as rows tell them, with the names of the other tables. No Odoo here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.maven_data import Opportunity, by_key, key_of
from benchmarks.maven_notes import Findings, date_of, first_of_each, number

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.maven_data import Account, Agent, Product, Row

STATES = {"Prospecting": "above", "Engaging": "in", "Won": "won", "Lost": "lost"}
OPEN = ("above", "in")


class Deals:
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
        deals = [self._deal(row) for row in first_of_each(rows, "opportunity_id", self.notes)]
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
        start = date_of(row, "engage_date", self.notes)
        if start is None:
            action = "no closing date" if state in OPEN else "no assignment date"
            self.notes.add(row, "engage_date", "no start", f"deal with {action}")
        return start

    def _closing(self, row: Row, state: str) -> date | None:
        closing = date_of(row, "close_date", self.notes)
        if state in OPEN:
            self._check_open_closing(row, closing)
            return None
        if closing is None:
            self.notes.add(row, "close_date", "closed, but no date", "deal without closing date")
            return None
        start = date_of(row, "engage_date", Findings())
        if start and closing < start:
            self.notes.add(row, "close_date", "closed before it started", "taken as it is")
        return closing

    def _check_open_closing(self, row: Row, closing: date | None) -> None:
        if closing is not None:
            self.notes.add(row, "close_date", "open, but closed on a day", "day not used")
        elif row["engage_date"].strip():
            self.notes.add(row, "close_date", "open", "expected at start + median cycle of the won")

    def _amount(self, row: Row, state: str, product: str) -> Decimal:
        value = number(row, "close_value", self.notes)
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
