"""From rhythms to visits: which visits of a period are due, when each may take place, how apart.

A customer has a visit frequency, a last visit, hours, and perhaps visits that are fixed already.
Out of them come occurrences, each with a target and the days around it, and a ``Series`` that
keeps them apart, also from the visits before and after the period. What cannot be planned is
refused with its cause, and never stops the rest.

Customers who were never visited are spread evenly over their first interval: of n who begin on
the same day with the same rhythm, the i-th is due after (i + 1/2) / n of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ...cadence import Frequency, Rhythm
from ..problem import Occurrence, Offer, Series
from .demand import Anchor, Customer, Refused
from .opening import Openings
from .rhythm_days import Wanted, usual_gap, wanted_days
from .worth import visit_worth

# A visit may move by half a gap to either side of its target, and by some days in any case.
REACH: Final = 0.5
LEAST_REACH: Final = 2
# Where a customer is closed all that time, this many of the nearest open days are offered.
NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Due:
    """The visits of a period, as far as rhythms say."""

    occurrences: tuple[Occurrence, ...]
    series: tuple[Series, ...]
    refused: tuple[Refused, ...]


def occurrences(
    customers: Iterable[Customer],
    openings: Openings,
    first: date,
    last: date,
    anchors: Mapping[int, Sequence[Anchor]] | None = None,
    first_key: int = 0,
) -> Due:
    """Return the visits that rhythms ask for in a period, overdue ones first.

    :param openings: of the person's days in the period
    :param anchors: by customer, visits of this plan that take place anyway
    :param first_key: keys count from here
    """
    customers = list(customers)
    starts = first_dues(customers, first)
    builder = _Builder(openings, first, last, first_key)
    for customer in customers:
        builder.add(customer, starts[customer.id], (anchors or {}).get(customer.id, ()))
    return Due(tuple(builder.occurrences), tuple(builder.series), tuple(builder.refused))


def first_dues(customers: Iterable[Customer], first: date) -> dict[int, date]:
    """Return the day on which each customer's first visit is due, if nobody was ever there."""
    groups: dict[tuple[int, str, date | None], list[Customer]] = defaultdict(list)
    for one in customers:
        if one.since is not None or one.last is None:
            groups[one.number, one.unit, one.since].append(one)
    result = defaultdict(lambda: first)
    for group in groups.values():
        group.sort(key=lambda one: (-one.priority, one.id))
        rhythm = read_rhythm(group[0])
        gap = usual_gap(rhythm) if rhythm else 0.0
        for row, one in enumerate(group):
            share = (row + 0.5) / len(group)
            result[one.id] = (one.since or first) + timedelta(days=int(gap * share))
    return result


def read_rhythm(customer: Customer) -> Rhythm | None:
    """Return the rhythm of a customer, nothing where no calendar could keep it."""
    try:
        frequency = Frequency(customer.number, customer.unit)
        rhythm = Rhythm(frequency, customer.least_gap, customer.largest_gap)
    except ValueError:
        return None
    return rhythm if usual_gap(rhythm) >= 1 else None


class _Builder:
    """Collects what becomes of each customer."""

    def __init__(self, openings: Openings, first: date, last: date, first_key: int) -> None:
        self.openings = openings
        self.first = first
        self.last = last
        self.key = first_key
        self.occurrences: list[Occurrence] = []
        self.series: list[Series] = []
        self.refused: list[Refused] = []

    def add(self, customer: Customer, first_due: date, anchors: Sequence[Anchor]) -> None:
        """Add the visits of a customer, or say why there are none."""
        rhythm = read_rhythm(customer)
        if rhythm is None:
            self.refused.append(Refused(customer.id, "frequency"))
            return
        known = _join(customer, anchors)
        wanted = wanted_days(
            rhythm, [anchor.day for anchor in known], first_due, self.first, self.last
        )
        start = len(self.occurrences)
        members = [*known, *self._place(customer, rhythm, wanted)]
        series = _series(rhythm, sorted(members, key=_order))
        reach = {one.key: self._reach(one) for one in self.occurrences[start:]}
        self.series += [_reachable(one, reach) for one in series]

    def _reach(self, visit: Occurrence) -> tuple[date, date]:
        """Return the first and the last day a visit may take place on."""
        days = [self.openings.days[offer.day].date for offer in visit.offers]
        return min(days), max(days)

    def _place(
        self, customer: Customer, rhythm: Rhythm, wanted: Sequence[Wanted]
    ) -> Iterable[Anchor]:
        service = service_seconds(customer.minutes)
        offers, cause = self.openings.find(customer.hours, service, customer.place)
        if wanted and not offers:
            self.refused.append(Refused(customer.id, cause, len(wanted)))
            return
        dates = {self.openings.days[offer.day].date for offer in offers}
        kept = _thin(wanted, len(dates))
        if len(kept) < len(wanted):
            self.refused.append(Refused(customer.id, "frequency", len(wanted) - len(kept)))
        gap = usual_gap(rhythm)
        for one in kept:
            self.occurrences.append(
                Occurrence(
                    key=self.key,
                    customer=customer.id,
                    place=customer.place or 0,
                    service=service,
                    offers=self._near(offers, one.day, max(LEAST_REACH, gap * REACH)),
                    worth=visit_worth(customer.priority, one.overdue, gap),
                    target=one.day,
                )
            )
            yield Anchor(one.day, self.key)
            self.key += 1

    def _near(self, offers: Sequence[Offer], target: date, reach: float) -> tuple[Offer, ...]:
        """Return the offers around a day; the nearest ones where there are none."""
        away = [abs((self.openings.days[one.day].date - target).days) for one in offers]
        near = sorted(set(away))[: NEAREST if min(away) > reach else None]
        limit = near[-1] if min(away) > reach else reach
        return tuple(one for one, days in zip(offers, away, strict=True) if days <= limit)


def service_seconds(minutes: float) -> int:
    """Return the seconds of a visit; one of no length takes a minute.

    >>> service_seconds(45), service_seconds(0)
    (2700, 60)
    """
    return max(60, round(minutes * 60))


def _order(anchor: Anchor) -> tuple[date, int]:
    return anchor.day, -1 if anchor.key is None else anchor.key


def _join(customer: Customer, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return all visits that are known, each day once, in order."""
    days = {anchor.day: anchor for anchor in sorted(anchors, key=_order, reverse=True)}
    others = {*customer.planned, *([customer.last] if customer.last else [])} - set(days)
    return sorted([*days.values(), *(Anchor(day) for day in others)], key=_order)


def _thin(wanted: Sequence[Wanted], days: int) -> list[Wanted]:
    """Return as many visits as there are days for them, evenly chosen, the first always."""
    if len(wanted) <= days:
        return list(wanted)
    return [wanted[row * len(wanted) // days] for row in range(days)]


def _series(rhythm: Rhythm, members: Sequence[Anchor]) -> list[Series]:
    """Return the visits in their order, cut where one of somebody else's lies between them."""
    result: list[Series] = []
    keys: list[int] = []
    before: date | None = None
    for member in members:
        if member.key is not None:
            keys.append(member.key)
            continue
        if keys:
            result.append(_one_series(rhythm, keys, before, member.day))
        keys, before = [], member.day
    if keys:
        result.append(_one_series(rhythm, keys, before, None))
    return result


def _one_series(
    rhythm: Rhythm, keys: Sequence[int], before: date | None, after: date | None
) -> Series:
    return Series(
        keys=tuple(keys),
        period=usual_gap(rhythm),
        least_gap=rhythm.least_gap,
        largest_gap=rhythm.largest_gap,
        before=before,
        after=after,
    )


def _reachable(series: Series, reach: Mapping[int, tuple[date, date]]) -> Series:
    """Return a series without neighbours that are beyond its largest gap whatever one does.

    Somebody who has waited too long already is visited late rather than never.
    """
    if series.largest_gap is None:
        return series
    first, last = reach.get(series.keys[0]), reach.get(series.keys[-1])
    before, after = series.before, series.after
    if first and before and (first[0] - before).days > series.largest_gap:
        before = None
    if last and after and (after - last[1]).days > series.largest_gap:
        after = None
    return replace(series, before=before, after=after)
