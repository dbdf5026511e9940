"""A ``Problem`` out of what a company knows: customers, days, appointments, single visits, deals.

What cannot be planned at all is refused with its cause. The visits of the problem and the refused
ones together are those that are due, always: nobody disappears.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..problem import Cause, Occurrence, Offer, Problem, Span, WorkDay
from .appointments import Agreed, agree
from .demand import Anchor, Appointment, Assembled, Deal, Demand, Refused, Single, Source
from .occurrences import occurrences, service_seconds
from .opening import Openings
from .worth import closing_factor, funnel_worths, visit_worth

# What is fixed is never given up; this only tells figures of one worth from another.
FIXED_PRIORITY = 3.0


def assemble(demand: Demand) -> Assembled:
    """Return the problem of a period; the same demand gives the same problem."""
    agreed = agree(demand)
    builder = _Builder(demand, agreed)
    builder.add_appointments()
    builder.add_singles()
    builder.add_deals()
    anchors = builder.anchors
    for one in agreed.untravelled:
        anchors[one.customer].append(Anchor(one.day))
    due = occurrences(
        demand.customers,
        builder.openings,
        demand.first,
        demand.last,
        anchors,
        len(builder.occurrences),
    )
    customers = {one.key: Source("customer", one.customer) for one in due.occurrences}
    problem = Problem(
        days=agreed.travel_days,
        occurrences=(*builder.occurrences, *due.occurrences),
        seconds=demand.seconds,
        metres=demand.metres,
        series=due.series,
        funnel_seconds=funnel_seconds(agreed.days, demand.funnel_hours),
        balance=demand.balance,
    )
    return Assembled(
        problem,
        builder.sources | customers,
        (*builder.refused, *due.refused),
        tuple(one.id for one in agreed.untravelled),
    )


def funnel_seconds(days: Iterable[WorkDay], hours: float | None) -> dict[tuple[int, int], int]:
    """Return the most seconds of funnel visits by ISO week (year, week)."""
    if hours is None:
        return {}
    lengths: dict[tuple[int, int], int] = defaultdict(int)
    for day in days:
        lengths[day.date.isocalendar()[:2]] += max(0, day.end - day.start)
    full = max(lengths.values(), default=0) or 1
    return {week: round(3600 * hours * length / full) for week, length in lengths.items()}


class _Builder:
    """Visits other than those of a rhythm."""

    def __init__(self, demand: Demand, agreed: Agreed) -> None:
        self.demand = demand
        self.agreed = agreed
        self.openings = Openings(agreed.days, demand.seconds)
        self.occurrences: list[Occurrence] = []
        self.sources: dict[int, Source] = {}
        self.refused: list[Refused] = list(agreed.refused)
        self.anchors: dict[int, list[Anchor]] = defaultdict(list)

    def add_appointments(self) -> None:
        """Add what is fixed; what cannot be kept still tells when the customer is seen."""
        for one, day in self.agreed.kept:
            self._fix(one, day)
        refused = {one.source.id for one in self.agreed.refused if one.source}
        for appointment in self.demand.appointments:
            if appointment.id in refused:
                self.anchors[appointment.customer].append(Anchor(appointment.day))

    def _fix(self, one: Appointment, day: int) -> None:
        service = one.end - one.start
        assert one.place is not None
        self._add(
            Source("appointment", one.id),
            Occurrence(
                key=len(self.occurrences),
                customer=one.customer,
                place=one.place,
                service=service,
                offers=(Offer(day, (Span(one.start, one.end),)),),
                worth=visit_worth(FIXED_PRIORITY, 0, 1),
                target=one.day,
                origin="appointment",
                is_fixed=True,
                current=(day, one.start),
            ),
            one.day,
        )

    def add_singles(self) -> None:
        """Add visits that are due within some days."""
        for one in self.demand.singles:
            offers = self._offers(one, one.first, one.last)
            target = one.target or one.first
            if offers:
                occurrence = Occurrence(
                    key=len(self.occurrences),
                    customer=one.customer,
                    place=one.place or 0,
                    service=service_seconds(one.minutes),
                    offers=offers,
                    worth=visit_worth(one.priority, 0, 1),
                    target=target,
                    origin=one.origin,
                    current=self._locate(one.current),
                )
                self._add(Source("single", one.id), occurrence, target)

    def add_deals(self) -> None:
        """Add visits that bring opportunities on; they do not count for the rhythm."""
        first, last = self.demand.first, self.demand.last
        deals = self.demand.deals
        factors = [closing_factor(one.closing, one.first or first) for one in deals]
        worths = funnel_worths([one.amount * one.gain for one in deals], factors)
        for one, worth in zip(deals, worths, strict=True):
            offers = self._offers(one, one.first or first, one.last or last)
            if offers:
                occurrence = Occurrence(
                    key=len(self.occurrences),
                    customer=one.customer,
                    place=one.place or 0,
                    service=service_seconds(one.minutes),
                    offers=offers,
                    worth=worth,
                    origin="funnel",
                )
                self._add(Source("funnel", one.id), occurrence, None)

    def _offers(self, one: Single | Deal, first: date, last: date) -> tuple[Offer, ...]:
        offers, cause = self.openings.find(one.hours, service_seconds(one.minutes), one.place)
        days = self.openings.days
        inside = tuple(offer for offer in offers if first <= days[offer.day].date <= last)
        if not inside:
            reason = cause if not offers else self._why_not_then(one, first, last)
            source = Source("single" if isinstance(one, Single) else "funnel", one.id)
            self.refused.append(Refused(one.customer, reason, source=source))
        return inside

    def _why_not_then(self, one: Single | Deal, first: date, last: date) -> Cause:
        """Return why a visit is possible on other days only: in its own nobody works, or he is
        closed, ...
        """
        own = [day for day in self.openings.days if first <= day.date <= last]
        openings = Openings(own, self.demand.seconds)
        return openings.find(one.hours, service_seconds(one.minutes), one.place)[1]

    def _locate(self, current: tuple[date, int] | None) -> tuple[int, int] | None:
        for index, day in enumerate(self.openings.days):
            if current and day.date == current[0] and day.start <= current[1] < day.end:
                return index, current[1]
        return None

    def _add(self, source: Source, occurrence: Occurrence, day: date | None) -> None:
        self.sources[occurrence.key] = source
        self.occurrences.append(occurrence)
        if day is not None and occurrence.customer:
            self.anchors[occurrence.customer].append(Anchor(day, occurrence.key))
