"""What a plan of visits is made from, and what comes out of it.

Times are whole seconds from midnight of the day, by the clock of the person who travels; days are
dates of that person's calendar. The caller turns moments and time zones into them. Places are
rows of one table of travel times. Everything is frozen: an engine reads a ``Problem`` and returns
a ``Solution``, in which each occurrence is either planned or unserved with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from ..travel.places import Numbers

DAY_SECONDS: Final = 86_400

Origin = Literal["cadence", "fixed_route", "funnel", "appointment", "manual"]
Cause = Literal[
    "no_place",  # the customer stands nowhere on the map
    "frequency",  # more visits than a calendar has days for, or none at all
    "closed",  # open on no working day of the period
    "window",  # every window is shorter than the visit
    "no_hours",  # the person does not work in the field in this period
    "too_far",  # cannot be reached and left again within a day
    "clash",  # overlaps another fixed appointment
    "spacing",  # every day left is too near to, or too far from, the visit before or after
    "full",  # days are full, and others are worth more
    "funnel_hours",  # the hours for funnel work are used up
]
Stop = Literal["iterations", "time", "cancelled", "done"]


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds of a day, the end not included."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def length(self) -> int:
        """Return its seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day, or half of one, that a person spends in the field.

    :param start: earliest departure from ``origin``
    :param end: latest arrival at ``destination``
    :param origin: row of the place where the day begins, and ``destination`` where it ends
    :param busy: when neither driving nor visiting goes on (break, internal meeting): a drive may
        be interrupted by it, a visit may not
    :param longest: most seconds from departure to arrival, where less than the span allows
    :param most_visits: no more visits than that
    :param is_frozen: what is planned stays, nothing is added
    """

    date: date
    start: int
    end: int
    origin: int
    destination: int
    busy: tuple[Span, ...] = ()
    longest: int | None = None
    most_visits: int | None = None
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A day on which a visit may take place; it lies within one of the windows as a whole.

    :param day: index in ``Problem.days``
    """

    day: int
    windows: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One visit to be planned.

    :param key: unique within the problem
    :param customer: occurrences of one customer carry the same number
    :param place: row of the customer in the table of travel times
    :param service: seconds of the visit
    :param offers: when it may take place; none if nowhere
    :param worth: seconds of travelling one would accept rather than leave it out
    :param target: the day it is best on
    :param is_fixed: an appointment, or frozen: one offer, one window as long as the visit; never
        given up for another
    :param current: day index, start: where a plan in force has it, kept where that costs nothing
    """

    key: int
    customer: int
    place: int
    service: int
    offers: tuple[Offer, ...]
    worth: float
    target: date | None = None
    origin: Origin = "cadence"
    is_fixed: bool = False
    current: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Visits to one customer in the order in which they follow each other.

    :param keys: of the occurrences, the first first
    :param period: usual calendar days from one to the next
    :param least_gap: no nearer than that; :param largest_gap: no farther
    :param before: day of the last visit before the period, if any
    :param after: day of the first one after it, if that is known
    """

    keys: tuple[int, ...]
    period: float
    least_gap: int | None = None
    largest_gap: int | None = None
    before: date | None = None
    after: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A person's visits of a period.

    :param seconds: travel time from each place (row) to each (column), shape (n, n), ``inf``
        where no road leads
    :param metres: likewise
    :param funnel_seconds: most seconds of visits of origin ``funnel`` by ISO week (year, week);
        no limit for a week that is not named
    :param balance: how much an even load of the days is worth: 0 not at all, 1 usual
    :param moved: seconds of travel that are accepted rather than move a visit to another day than
        its ``current`` one; what a plan is made from costs little, what is published much
    """

    days: tuple[WorkDay, ...]
    occurrences: tuple[Occurrence, ...]
    seconds: Numbers
    metres: Numbers
    series: tuple[Series, ...] = ()
    funnel_seconds: Mapping[tuple[int, int], int] = field(default_factory=dict)
    balance: float = 1.0
    moved: float = 60.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit that has its time.

    :param order: 0 is the first of the day
    :param start: of the visit; travel and waiting come before
    :param travel_seconds: from the stop before, or from the day's origin
    """

    key: int
    day: int
    order: int
    start: int
    travel_seconds: int
    travel_metres: int


@dataclass(frozen=True, slots=True)
class Unserved:
    """A visit that has no time, and why.

    :param other: key of the occurrence it gave way to, or clashes with, if one
    """

    key: int
    cause: Cause
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan: ``planned`` and ``unserved`` together are the problem's occurrences, always.

    :param cost: what the engine has minimised; comparable between solutions of one problem only
    :param engine: which engine made it
    :param stopped: what ended the search
    """

    planned: tuple[Planned, ...]
    unserved: tuple[Unserved, ...]
    cost: float
    engine: str
    seed: int
    iterations: int
    seconds: float
    stopped: Stop
