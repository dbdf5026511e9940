"""Which territory a customer belongs to: rules decide, in one order, the same on every day.

All criteria of a rule must hold; one rule suffices; a rule that excludes beats all others of its
territory. Where several territories claim a customer the first claim wins: of a zone before that
of a branch above it, then by the sequence of the territory, the sequence of the rule, and the
rule's id. Customers are columns: each criterion is judged for all of them at once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .areas import Area

Mask: TypeAlias = NDArray[np.bool_]
Keys: TypeAlias = NDArray[np.int64]
Rows: TypeAlias = NDArray[np.intp]

LAST = chr(0x10FFFF)
NUMBERS = ("country", "state", "industry", "class")


@dataclass(frozen=True)
class Territory:
    """A territory as far as it decides.

    :param height: 0 is a zone; a branch stands higher than all below it
    :param company: customers of other companies are not claimed; 0: of all companies
    """

    id: int
    height: int = 0
    sequence: int = 10
    company: int = 0
    area: Area | None = None


@dataclass(frozen=True)
class Rule:
    """Criteria that all must hold; one that is empty says nothing.

    :param among: ids by criterion, of those in ``NUMBERS``
    :param cities: names in small letters, as ``city_key`` makes them
    :param postcodes: beginnings of postcodes and ranges (first, last), as ``postcode_key``
        makes them; one of them suffices
    :param customers: ids of those whom a filter found; ``None``: no filter
    """

    id: int
    territory: int
    sequence: int = 10
    is_exclude: bool = False
    among: Mapping[str, frozenset[int]] = field(default_factory=dict)
    cities: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    postcodes: tuple[tuple[str, str], ...] = ()
    tags: frozenset[int] = frozenset()
    in_area: bool = False
    customers: frozenset[int] | None = None

    def __post_init__(self) -> None:
        for first, last in self.postcodes:
            if not is_range(first, last):
                raise ValueError(f"rule {self.id}: no postcode lies between {first} and {last}")


@dataclass(frozen=True)
class Customers:
    """Customers as columns of the same length; 0 and "" are nothing, nan is no position.

    :param numbers: a column of ids for each of ``NUMBERS``
    :param tag_rows: for each tag of a customer the customer's row, beside ``tags``
    """

    ids: Keys
    companies: Keys
    numbers: Mapping[str, Keys]
    cities: Sequence[str]
    postcodes: Sequence[str]
    languages: Sequence[str]
    longitudes: NDArray[np.float64]
    latitudes: NDArray[np.float64]
    tag_rows: Keys
    tags: Keys


@dataclass(frozen=True)
class Decision:
    """For each customer his territory and the rule that won (0: none), and all claims.

    The claims are those of zones where two or more claim the same customer: row of the customer
    and rule, in the order of the rules.
    """

    territories: Keys
    rules: Keys
    claim_rows: Keys
    claim_rules: Keys


def postcode_key(text: str) -> str:
    """Return a postcode without what people write differently: ``sw1a 1aa`` is SW1A1AA."""
    return text.upper().replace(" ", "").replace("-", "")


def city_key(text: str) -> str:
    """Return a city's name as it is compared."""
    return text.strip().lower()


def is_range(first: str, last: str) -> bool:
    """Tell whether any postcode lies in a range; its last one includes all that begin so."""
    return bool(last) and last >= first[: len(last)]


def decide(
    customers: Customers, territories: Iterable[Territory], rules: Iterable[Rule]
) -> Decision:
    """Return the territory of each customer, the rule that gave it, and who else claims him."""
    known = {one.id: one for one in territories}
    used = [rule for rule in rules if rule.territory in known]
    columns = _Columns(customers)
    allowed = _find_allowed(columns, known, used)
    won = np.zeros(len(customers.ids), dtype=np.int64)
    winner = won.copy()
    claims: list[tuple[int, int, Rows]] = []
    for rule in sorted(
        (rule for rule in used if not rule.is_exclude), key=lambda rule: _rank(rule, known)
    ):
        territory = known[rule.territory]
        mask = columns.judge(rule, territory) & allowed[territory.id]
        if territory.height == 0:
            claims.append((territory.id, rule.id, np.flatnonzero(mask)))
        mask &= won == 0
        won[mask] = territory.id
        winner[mask] = rule.id
    return Decision(won, winner, *_find_overlaps(claims, len(won)))


def _rank(rule: Rule, territories: Mapping[int, Territory]) -> tuple[int, ...]:
    territory = territories[rule.territory]
    return (territory.height, territory.sequence, rule.sequence, rule.id)


def _find_allowed(
    columns: "_Columns", territories: Mapping[int, Territory], rules: Iterable[Rule]
) -> dict[int, Mask]:
    """Return for each territory who may belong to it: of its company, and not excluded."""
    allowed = {key: columns.of_company(one.company) for key, one in territories.items()}
    for rule in rules:
        if rule.is_exclude:
            refused = columns.judge(rule, territories[rule.territory])
            allowed[rule.territory] = allowed[rule.territory] & ~refused
    return allowed


def _find_overlaps(claims: Iterable[tuple[int, int, Rows]], count: int) -> tuple[Keys, Keys]:
    """Return rows and rules of the first claim of each zone, of customers claimed by several."""
    first: dict[int, list[tuple[int, Rows]]] = {}
    number = np.zeros(count, dtype=np.int64)
    for territory, rule, rows in claims:
        before = first.setdefault(territory, [])
        new = np.setdiff1d(rows, np.concatenate([one for _rule, one in before])) if before else rows
        before.append((rule, new))
        number[new] += 1
    several = number > 1
    kept = [(rule, rows[several[rows]]) for own in first.values() for rule, rows in own]
    rows = [rows for _rule, rows in kept]
    names = [np.full(len(rows), rule, dtype=np.int64) for rule, rows in kept]
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *rows]), np.concatenate([none, *names])


class _Columns:
    """The customers' columns, and what is found out of them once for all rules."""

    def __init__(self, customers: Customers) -> None:
        self.customers = customers
        self.count = len(customers.ids)

    @cached_property
    def cities(self) -> "_Words":
        return _Words([city_key(one) for one in self.customers.cities])

    @cached_property
    def postcodes(self) -> "_Words":
        return _Words([postcode_key(one) for one in self.customers.postcodes])

    @cached_property
    def languages(self) -> "_Words":
        return _Words(self.customers.languages)

    def of_company(self, company: int) -> Mask:
        if not company:
            return np.ones(self.count, dtype=np.bool_)
        return np.isin(self.customers.companies, [0, company])

    def judge(self, rule: Rule, territory: Territory) -> Mask:
        """Return who meets all criteria of a rule; nobody meets a rule without any."""
        masks = [criterion(rule, territory) for criterion in self._criteria]
        told = [mask for mask in masks if mask is not None]
        if not told:
            return np.zeros(self.count, dtype=np.bool_)
        return np.logical_and.reduce(told)

    @property
    def _criteria(self) -> tuple[Callable[[Rule, Territory], Mask | None], ...]:
        return (
            self._among,
            self._in_cities,
            self._in_postcodes,
            self._in_languages,
            self._tagged,
            self._in_area,
            self._filtered,
        )

    def _among(self, rule: Rule, _territory: Territory) -> Mask | None:
        masks = [
            np.isin(self.customers.numbers[name], list(keys))
            for name, keys in rule.among.items()
            if keys
        ]
        return np.logical_and.reduce(masks) if masks else None

    def _in_cities(self, rule: Rule, _territory: Territory) -> Mask | None:
        return self.cities.among(rule.cities) if rule.cities else None

    def _in_languages(self, rule: Rule, _territory: Territory) -> Mask | None:
        return self.languages.among(rule.languages) if rule.languages else None

    def _in_postcodes(self, rule: Rule, _territory: Territory) -> Mask | None:
        if not rule.postcodes:
            return None
        return np.logical_or.reduce([self.postcodes.between(*one) for one in rule.postcodes])

    def _tagged(self, rule: Rule, _territory: Territory) -> Mask | None:
        if not rule.tags:
            return None
        mask = np.zeros(self.count, dtype=np.bool_)
        mask[self.customers.tag_rows[np.isin(self.customers.tags, list(rule.tags))]] = True
        return mask

    def _in_area(self, rule: Rule, territory: Territory) -> Mask | None:
        if not rule.in_area:
            return None
        if territory.area is None:
            return np.zeros(self.count, dtype=np.bool_)
        return territory.area.contains(self.customers.longitudes, self.customers.latitudes)

    def _filtered(self, rule: Rule, _territory: Territory) -> Mask | None:
        if rule.customers is None:
            return None
        return np.isin(self.customers.ids, list(rule.customers))


class _Words:
    """A column of words as numbers, in their order, so that a range of words is one of numbers."""

    def __init__(self, column: Sequence[str]) -> None:
        self.words = sorted(set(column))
        self.places = {word: place for place, word in enumerate(self.words)}
        self.codes = np.fromiter((self.places[word] for word in column), np.int64, len(column))

    def among(self, words: Iterable[str]) -> Mask:
        return np.isin(self.codes, [self.places[word] for word in words if word in self.places])

    def between(self, first: str, last: str) -> Mask:
        """Return which words are ``first`` or later, up to all that begin with ``last``.

        Who has no word is in no range.
        """
        low = bisect_left(self.words, first or "\0")
        high = bisect_right(self.words, last + LAST)
        return (self.codes >= low) & (self.codes < high)
