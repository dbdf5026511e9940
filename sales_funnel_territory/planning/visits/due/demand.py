"""What asks for time in a period: plain values, simple to fill from rows of a database.

All times are whole seconds from midnight by the clock of the person who travels, all days dates of
that person's calendar, all places rows of one table of travel times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple

from ...travel.places import Numbers
from ..problem import Cause, Origin, Problem, WorkDay
from .opening import Hours

Kind = Literal["customer", "appointment", "single", "funnel"]
# What was promised, or stands on a route, comes before what a rhythm alone asks for.
SINGLE_PRIORITY: Final = 3.0


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who is visited in a rhythm.

    :param place: row of the table of travel times; ``None``: he has no position
    :param minutes: of a visit
    :param number: visit frequency with ``unit``, as ``cadence.Frequency`` reads them
    :param least_gap: calendar days, and ``largest_gap``; ``None``: no limit
    :param last: day of the last visit; ``None``: nobody has ever been there
    :param since: day from which on he is to be visited so; keep it the same from plan to plan,
        else somebody new is put off again and again; ``None``: this is the first plan
    :param planned: days of visits that are agreed but are not among the appointments and single
        visits of this plan: between ``last`` and the period, after it, by somebody else
    :param priority: 1 is usual; the class of a customer may make it more
    """

    id: int
    place: int | None
    minutes: float
    number: int
    unit: str = "month"
    least_gap: int | None = None
    largest_gap: int | None = None
    last: date | None = None
    since: date | None = None
    planned: tuple[date, ...] = ()
    priority: float = 1.0
    hours: Hours = field(default_factory=Hours)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit at a fixed time, which is never moved: agreed with the customer, or frozen.

    :param customer: id, 0 if none
    :param place: row of the table of travel times; ``None``: unknown, the time is taken all the
        same, and nothing is driven
    :param start: seconds from midnight of ``day``, and ``end``
    """

    id: int
    customer: int
    place: int | None
    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Single:
    """One visit that is due within some days: of a fixed route, of a plan above, or by hand.

    :param first: day on which it may take place, and ``last`` day
    :param target: the day it is best on, if one
    :param current: day and seconds from midnight where a plan in force has it
    :param priority: beside which a visit of a rhythm counts 1
    """

    id: int
    customer: int
    place: int | None
    minutes: float
    first: date
    last: date
    target: date | None = None
    origin: Origin = "manual"
    priority: float = SINGLE_PRIORITY
    hours: Hours = field(default_factory=Hours)
    current: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """A visit that would bring an opportunity on; it competes within the hours for such visits.

    :param amount: of the opportunity, in one currency for all
    :param gain: in probability if the next step is made, 0 to 1
    :param closing: day on which it is expected to close
    """

    id: int
    customer: int
    place: int | None
    minutes: float
    amount: float
    gain: float
    closing: date | None = None
    first: date | None = None
    last: date | None = None
    hours: Hours = field(default_factory=Hours)


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Everything that asks for time in a period.

    :param first: day of the period, and ``last`` day
    :param days: in the field, in order; a day may be two halves
    :param funnel_hours: most hours of funnel visits in a full week; ``None``: no limit. A week
        with less working time gets as much less
    :param balance: see ``Problem``
    """

    first: date
    last: date
    days: tuple[WorkDay, ...]
    seconds: Numbers
    metres: Numbers
    customers: Sequence[Customer] = ()
    appointments: Sequence[Appointment] = ()
    singles: Sequence[Single] = ()
    deals: Sequence[Deal] = ()
    funnel_hours: float | None = None
    balance: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """Where an occurrence comes from: ``id`` of the appointment, single or deal.

    For a visit of a rhythm it is the customer's.
    """

    kind: Kind
    id: int


class Anchor(NamedTuple):
    """A visit that takes place anyway; ``key`` of its occurrence, where it is one of this plan."""

    day: date
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Visits that cannot be planned at all; they are due all the same.

    :param visits: how many
    :param customer: id, 0 if none
    :param source: which appointment, single visit or deal; ``None`` for visits of a rhythm
    :param other: id of the appointment it clashes with
    """

    customer: int
    cause: Cause
    visits: int = 1
    source: Source | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Assembled:
    """A problem to solve, where its visits come from, and what is not even in it.

    :param sources: by key of the occurrence
    :param untravelled: ids of appointments without a place: their time is taken, and they are
        neither occurrences nor refused
    """

    problem: Problem
    sources: Mapping[int, Source]
    refused: tuple[Refused, ...]
    untravelled: tuple[int, ...] = ()

    @property
    def due(self) -> int:
        """Return how many visits are due: planned, unserved and refused ones."""
        return len(self.problem.occurrences) + sum(one.visits for one in self.refused)
