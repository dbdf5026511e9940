"""The classic periodic routing problem: customers visited on one of their patterns of days.

A fleet leaves one depot each day. Each customer names the sets of days on which he may be
visited; one of them is chosen, and the same amount is brought on each of its days. Routes keep
the largest load and, travel and service together, the largest duration; what counts is travel.
Distances are Euclidean and not rounded.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

PRECISION: Final = 1e-7  # by how much a route may be longer than allowed: sums of square roots


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer, or the depot.

    :param number: as the file has it
    :param service: duration of a visit
    :param demand: load of a visit
    :param patterns: sets of days; each has one of them
    """

    number: int
    x: float
    y: float
    service: float = 0.0
    demand: float = 0.0
    patterns: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """A periodic routing problem.

    :param vehicles: routes a day, at most
    :param days: how many
    :param longest: largest duration of a route by day, ``inf`` where there is no limit
    :param largest: largest load of a route by day, likewise
    """

    vehicles: int
    days: int
    longest: tuple[float, ...]
    largest: tuple[float, ...]
    depot: Customer
    customers: tuple[Customer, ...]

    def __post_init__(self) -> None:
        for one in self.customers:
            if not one.patterns or not all(one.patterns):
                raise ValueError(f"customer {one.number} has no day on which he may be visited")
            if any(not 0 <= day < self.days for days in one.patterns for day in days):
                raise ValueError(f"customer {one.number} asks for days that do not exist")

    def distances(self) -> NDArray[np.float64]:
        """Return distances; row and column 0 are the depot, n the n-th customer."""
        points = np.array([(one.x, one.y) for one in (self.depot, *self.customers)])
        across = points[:, None, :] - points[None, :, :]
        return np.hypot(across[..., 0], across[..., 1])


class PatternRoute(NamedTuple):
    """A route: rows of the distances in order, without the depot."""

    day: int
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PatternPlan:
    """Routes, and the customers (rows of the distances) that have none.

    :param length: travel of all routes
    :param engine: ``own`` or ``own+pyvrp``
    """

    routes: tuple[PatternRoute, ...]
    missing: tuple[int, ...]
    length: float
    engine: str
    iterations: int


def read_problem(text: str) -> PatternProblem:
    """Read a problem in the format of Cordeau, Gendreau and Laporte (1997).

    :raises ValueError: if the text is no such problem, saying where it is not
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    try:
        _kind, vehicles, count, days = (int(word) for word in lines[0][:4])
        limits = [(float(row[0]), float(row[1])) for row in lines[1 : days + 1]]
        rows = lines[days + 1 : days + 2 + count]
        if len(limits) < days or len(rows) < count + 1:
            raise ValueError("the file ends before its last customer")
        depot, *customers = [_read_customer(row, days) for row in rows]
    except IndexError as error:
        raise ValueError("no periodic routing problem: a line ends too early") from error
    except ValueError as error:
        raise ValueError(f"no periodic routing problem: {error}") from error
    return PatternProblem(
        vehicles,
        days,
        tuple(longest or np.inf for longest, _largest in limits),
        tuple(largest or np.inf for _longest, largest in limits),
        depot,
        tuple(customers),
    )


def _read_customer(row: list[str], days: int) -> Customer:
    number, x, y, service, demand = int(row[0]), *(float(word) for word in row[1:5])
    count = int(row[6]) if len(row) > 6 else 0
    patterns = tuple(_days_of(int(word), days) for word in row[7 : 7 + count])
    return Customer(number, x, y, service, demand, patterns)


def _days_of(bits: int, days: int) -> tuple[int, ...]:
    """Return the days of a pattern: the first day is the highest bit.

    >>> _days_of(0b10010, 5)
    (0, 3)
    """
    return tuple(day for day in range(days) if bits >> (days - 1 - day) & 1)
