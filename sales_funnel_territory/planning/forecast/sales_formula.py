"""The sales formula: where gross profit comes from, factor by factor.

    gross profit = customer base x first-meeting rate x closing efficiency x order value
                   x margin rate

Each factor is a fraction of two counted figures, and what stands below in one stands above in the
one before; so their product is the measured gross profit, as an identity:

    base x met/base x won/met x (amount/orders x orders/won) x profit/amount = profit

Everything is exact here: whole numbers, whole cents, fractions. A factor whose denominator is
empty is ``None``, and so is a product with such a factor. ``static/src/sales_formula/formula.js``
repeats ``simulate`` for the sliders; a test holds both together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

FACTORS: Final = (
    "base",
    "first_meeting_rate",
    "closing_efficiency",
    "order_value",
    "margin_rate",
)
"""The factors, in the order of the formula."""
RATES: Final = frozenset({"first_meeting_rate", "closing_efficiency", "margin_rate"})
"""Factors that are shares, of which more than the whole is not possible."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is counted of a period.

    :param base: customers at the end of the period, or won in it
    :param met: of these, customers with a first meeting until then; who was won was met
    :param won: of these, customers won in the period
    :param orders: opportunities won in the period
    :param amount: what they are worth, in cents
    :param profit: what is left of it, in cents
    """

    base: int = 0
    met: int = 0
    won: int = 0
    orders: int = 0
    amount: int = 0
    profit: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.won <= self.met <= self.base or self.orders < 0:
            raise ValueError("who is won was met, and who was met is a customer")


@dataclass(frozen=True, slots=True)
class Formula:
    """The factors of a period; money in cents.

    >>> Formula.of(Measured(10, 5, 2, 4, 8000, 2000)).gross_profit
    Fraction(2000, 1)
    """

    base: Fraction | None = None
    first_meeting_rate: Fraction | None = None
    closing_efficiency: Fraction | None = None
    order_value: Fraction | None = None
    margin_rate: Fraction | None = None

    @classmethod
    def of(cls, measured: Measured) -> "Formula":
        """Return the factors of what was measured."""
        per_order = _ratio(measured.amount, measured.orders)
        orders_of_each = _ratio(measured.orders, measured.won)
        return cls(
            Fraction(measured.base),
            _ratio(measured.met, measured.base),
            _ratio(measured.won, measured.met),
            None if per_order is None or orders_of_each is None else per_order * orders_of_each,
            _ratio(measured.profit, measured.amount),
        )

    def factors(self) -> dict[str, Fraction | None]:
        """Return {name: value}, in the order of the formula."""
        return {name: getattr(self, name) for name in FACTORS}

    @property
    def gross_profit(self) -> Fraction | None:
        """Return the product of the factors; none where one of them is none."""
        product = Fraction(1)
        for value in self.factors().values():
            if value is None:
                return None
            product *= value
        return product

    def changed(self, changes: Mapping[str, Fraction | None]) -> "Formula":
        """Return the formula with some factors replaced."""
        unknown = set(changes) - set(FACTORS)
        if unknown:
            raise ValueError(f"no such factor: {sorted(unknown)}")
        return replace(self, **changes)


def simulate(formula: Formula, changes: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return the gross profit there would be if some factors were others."""
    return formula.changed(changes).gross_profit


def effects(before: Formula, after: Formula) -> dict[str, Fraction | None]:
    """Return what each factor has done to the gross profit from one period to the next.

    The factors of the one period are replaced by those of the other one by one, in the order of
    the formula, so that the effects add up to the whole difference.
    """
    found: dict[str, Fraction | None] = {}
    level = before.gross_profit
    for name, value in after.factors().items():
        before = before.changed({name: value})
        reached = before.gross_profit
        found[name] = None if level is None or reached is None else reached - level
        level = reached
    return found


def needed(formula: Formula, target: Fraction) -> dict[str, Fraction | None]:
    """Return what each factor would have to be to reach a target by itself.

    None where it cannot: without a product, or where a share would be more than the whole.
    """
    product = formula.gross_profit
    return {
        name: _needed(name, value, target / product) if product else None
        for name, value in formula.factors().items()
    }


def _needed(name: str, value: Fraction | None, times: Fraction) -> Fraction | None:
    if value is None:
        return None
    wanted = value * times
    return None if name in RATES and wanted > 1 else wanted


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
