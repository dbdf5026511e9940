"""Workload against capacity: how many customers a person can look after.

*Workload* of a customer, in hours a year = visits a year x (minutes of a visit + travel share).

*Travel share*: Daganzo's continuous approximation of tours (*The distance traveled to visit N
points with a maximum of C stops per vehicle*, Transportation Science 18, 1984): per visit, the way
to the area and back, shared by the stops of a day, plus the leg from one stop to the next. The
latter is the theorem of Beardwood, Halton and Hammersley (*The shortest path through many points*,
1959): a shortest tour through n points in an area A is k x sqrt(n x A) long, so a leg is
k x sqrt(A / n), with k = 0.7124 (Johnson, McGeoch and Rothberg, 1996). Where customers lie
unevenly the theorem sums over the parts of the area: here over squares of the map.

*Capacity*, in hours a year = working hours of a person, without leaves and holidays x the share of
them that is spent in the field.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .travel.great_circle import GreatCircle, straight_metres
from .travel.places import Numbers

TOUR_CONSTANT: Final = 0.7124
# A square of the map: 0.1 degrees are 11 km. Where few customers live, larger ones, nested.
DEGREES: Final = 0.1
LEVELS: Final = (1, 4, 16)
ENOUGH: Final = 4
_METRES_A_DEGREE: Final = 111_195.0

# Who carries the visits: a backup stands in for the owner, a manager leads.
ROLES_THAT_CARRY: Final = ("owner", "specialist")


@dataclass(frozen=True, slots=True)
class WorkloadRule:
    """What a company reckons with.

    :param legs: how long a leg of so many metres takes
    :param field_minutes: minutes of a day that are spent in the field, travelling or visiting
    :param unknown_minutes: travel share of a visit where nobody of the zone has a position
    """

    legs: GreatCircle = field(default_factory=GreatCircle)
    field_minutes: float = 288.0
    unknown_minutes: float = 20.0

    def __post_init__(self) -> None:
        if self.field_minutes <= 0:
            raise ValueError(f"a day has more than {self.field_minutes} minutes in the field")
        if self.unknown_minutes < 0:
            raise ValueError(f"travelling cannot take {self.unknown_minutes} minutes")


class Square(NamedTuple):
    """Customers of a territory who are visited, in one square of the map.

    :param visits: a year
    :param minutes: of visits, a year, without travelling
    :param row: of the square, ``None`` for customers without a position
    """

    customers: int
    visits: float
    minutes: float
    row: int | None
    column: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Workload:
    """Work of a year."""

    visits: float = 0.0
    visit_hours: float = 0.0
    travel_hours: float = 0.0

    @property
    def hours(self) -> float:
        """Return all of it."""
        return self.visit_hours + self.travel_hours

    def __add__(self, other: "Workload") -> "Workload":
        return Workload(
            self.visits + other.visits,
            self.visit_hours + other.visit_hours,
            self.travel_hours + other.travel_hours,
        )


def territory_workload(squares: Sequence[Square] | Numbers, rule: WorkloadRule) -> Workload:
    """Return the work of one territory; customers without a position travel as the others do.

    :param squares: also as a table with the fields of a square across, not a number for ``None``
    """
    table = _as_table(squares)
    placed = table[~np.isnan(table[:, 3]) & (table[:, 1] > 0)]
    visits, minutes = table[:, 1:3].sum(axis=0).tolist()
    travel = float(_travel_minutes(placed, rule).sum()) if len(placed) else 0.0
    placed_visits = float(placed[:, 1].sum())
    mean = travel / placed_visits if placed_visits else rule.unknown_minutes
    travelled = travel + mean * (visits - placed_visits)
    return Workload(visits, minutes / 60, travelled / 60)


def _as_table(squares: Sequence[Square] | Numbers) -> Numbers:
    return np.asarray(squares, dtype=np.float64).reshape(-1, len(Square._fields))


def _travel_minutes(table: Numbers, rule: WorkloadRule) -> Numbers:
    """Return the minutes a year on the road, for each square with a position."""
    visits = table[:, 1]
    stay = table[:, 2] / visits
    away = _from_centre(table[:, 5:7], visits)
    there_and_back = 2 * rule.legs.leg_minutes(away)
    leg = rule.legs.leg_minutes(
        np.minimum(spacings(table), _longest_leg(float(np.average(away, weights=visits))))
    )
    stops = np.maximum(1.0, (rule.field_minutes - there_and_back) / (stay + leg))
    return visits * (there_and_back + (stops - 1) * leg) / stops


def _from_centre(degrees: Numbers, visits: Numbers) -> Numbers:
    """Return metres from the middle of all visits, where the person is taken to start."""
    middle = np.average(degrees, axis=0, weights=visits)
    return straight_metres(middle[None, :], degrees)[0]


def _longest_leg(mean_away: float) -> float:
    """Return metres beyond which a leg is not within the zone: twice the mean way to its middle.

    Two customers alone in a large square of the map may still be neighbours.
    """
    return max(2 * mean_away, _side(1) * TOUR_CONSTANT)


def _side(level: int) -> float:
    return DEGREES * level * _METRES_A_DEGREE


def spacings(placed: Sequence[Square] | Numbers) -> Numbers:
    """Return metres from a customer to the next one, as the crow flies, for each square.

    Counted in the smallest square around them that holds enough customers.
    """
    table = _as_table(placed)[:, [0, 3, 4]].astype(np.int64)
    result = np.zeros(len(table))
    for level in reversed(LEVELS):
        customers = _in_square(table, level)
        enough = (customers >= ENOUGH) | (level == LEVELS[-1])
        result[enough] = TOUR_CONSTANT * _side(level) / np.sqrt(customers[enough])
    return result


def _in_square(table: NDArray[np.int64], level: int) -> Numbers:
    """Return how many customers lie in the square of a level around each one."""
    keys = (table[:, 1] // level) * 100_000 + table[:, 2] // level
    _known, where = np.unique(keys, return_inverse=True)
    return np.bincount(where, weights=table[:, 0])[where]


def split_hours(hours: Numbers, present: NDArray[np.bool_], weights: Numbers) -> Numbers:
    """Return the hours a person has for each of his territories.

    On each day they are split among the territories he works in then, by their workload; evenly
    where none of them has any.

    :param hours: of each day
    :param present: a row for each territory, a column for each day
    :param weights: workload of each territory
    """
    weighted = present * weights[:, None]
    idle = ~weighted.any(axis=0)
    weighted[:, idle] = present[:, idle]
    totals = weighted.sum(axis=0)
    shares = np.divide(weighted, totals, out=np.zeros_like(weighted), where=totals > 0)
    return shares @ hours


def share_out(hours: float, capacities: Mapping[int, float]) -> dict[int, float]:
    """Return the part of a workload that falls to each person, by the hours they have for it.

    >>> share_out(90, {1: 100, 2: 200})
    {1: 30.0, 2: 60.0}
    """
    total = sum(capacities.values())
    if not total:
        return {person: hours / len(capacities) for person in capacities}
    return {person: hours * capacity / total for person, capacity in capacities.items()}


def roll_up(own: Mapping[int, float], above: Mapping[int, Sequence[int]]) -> dict[int, float]:
    """Return sums of each territory and all below it.

    :param above: for each territory itself and all above it
    """
    sums: dict[int, float] = defaultdict(float)
    for territory, path in above.items():
        for one in path:
            sums[one] += own.get(territory, 0.0)
    return dict(sums)


def load_percent(workload: float, capacity: float) -> float | None:
    """Return the workload in percent of the capacity; ``None`` where nobody works.

    >>> load_percent(90, 100), load_percent(5, 0)
    (90.0, None)
    """
    return 100 * workload / capacity if capacity > 0 else None


def load_state(workload: float, capacity: float, fair_from: float, fair_to: float) -> str | None:
    """Return under, fair or over; ``None`` where there is neither work nor anybody to do it.

    >>> load_state(90, 100, 80, 110), load_state(5, 0, 80, 110), load_state(0, 0, 80, 110)
    ('fair', 'over', None)
    """
    percent = load_percent(workload, capacity)
    if percent is None:
        return "over" if workload > 0 else None
    if percent < fair_from:
        return "under"
    return "over" if percent > fair_to else "fair"


def can_carry(customers: float, workload: float, capacity: float) -> int | None:
    """Return how many such customers fit into the capacity; ``None`` where that is unknown.

    >>> can_carry(100, 500, 400), can_carry(0, 0, 400)
    (80, None)
    """
    return int(capacity * customers / workload + 1e-9) if workload > 0 else None
