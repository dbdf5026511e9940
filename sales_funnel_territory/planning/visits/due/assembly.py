"""A ``Problem`` out of what a company knows: customers, days, appointments, single visits, deals.

What cannot be planned at all is refused with its cause. The visits of the problem and the refused
ones together are those that are due, always: nobody disappears.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..problem import Occurrence, Offer, Problem, Span, WorkDay
from .demand import Anchor, Appointment, Assembled, Deal, Demand, Refused, Single, Source
from .occurrences import occurrences, service_seconds
from .opening import Openings
from .worth import closing_factor, funnel_worths, visit_worth

# What is fixed is never given up; this only tells figures of one worth from another.
FIXED_PRIORITY = 3.0


def assemble(demand: Demand) -> Assembled:
    """Return the problem of a period; the same demand gives the same problem."""
    untravelled = [one for one in demand.appointments if one.place is None]
    days = tuple(_take_time(day, demand.appointments) for day in demand.days)
    builder = _Builder(demand, days)
    builder.add_appointments()
    builder.add_singles()
    builder.add_deals()
    anchors = builder.anchors
    for one in untravelled:
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
        days=days,
        occurrences=(*builder.occurrences, *due.occurrences),
        seconds=demand.seconds,
        metres=demand.metres,
        series=due.series,
        funnel_seconds=funnel_seconds(days, demand.funnel_hours),
        balance=demand.balance,
    )
    return Assembled(
        problem,
        builder.sources | customers,
        (*builder.refused, *due.refused),
        tuple(one.id for one in untravelled),
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


def _take_time(day: WorkDay, appointments: Iterable[Appointment]) -> WorkDay:
    """Return the day with the time of its appointments taken once.

    An appointment stands in the calendar, so it may be among what keeps the person busy: then it
    is a visit, not an obstacle to itself. One that is nowhere is time in which nothing goes on.
    """
    busy = list(day.busy)
    for one in appointments:
        if one.day == day.date and one.end > one.start:
            busy = [part for span in busy for part in _without(span, one)]
            if one.place is None and one.start < day.end and one.end > day.start:
                busy.append(Span(max(one.start, day.start), min(one.end, day.end)))
    return replace(day, busy=tuple(sorted(busy, key=lambda span: (span.start, span.end))))


def _without(span: Span, one: Appointment) -> list[Span]:
    """Return what is left of a span beside an appointment."""
    if one.end <= span.start or span.end <= one.start:
        return [span]
    parts = ((span.start, one.start), (one.end, span.end))
    return [Span(start, end) for start, end in parts if end > start]


class _Builder:
    """Visits other than those of a rhythm."""

    def __init__(self, demand: Demand, days: tuple[WorkDay, ...]) -> None:
        self.demand = demand
        self.openings = Openings(days, demand.seconds)
        self.occurrences: list[Occurrence] = []
        self.sources: dict[int, Source] = {}
        self.refused: list[Refused] = []
        self.anchors: dict[int, list[Anchor]] = defaultdict(list)

    def add_appointments(self) -> None:
        """Add what is fixed; of two that overlap, the one that starts first, or is older."""
        taken: list[Appointment] = []
        appointments = (one for one in self.demand.appointments if one.place is not None)
        for one in sorted(appointments, key=lambda one: (one.day, one.start, one.id)):
            day = self._find_day(one)
            clash = next((other for other in taken if _overlap(one, other)), None)
            if day is None or clash:
                self.refused.append(
                    Refused(
                        one.customer,
                        "clash" if clash else "no_hours",
                        source=Source("appointment", one.id),
                        other=clash.id if clash else None,
                    )
                )
                self.anchors[one.customer].append(Anchor(one.day))
                continue
            taken.append(one)
            self._fix(one, day)

    def _find_day(self, one: Appointment) -> int | None:
        """Return the working day an appointment lies in as a whole."""
        return next(
            (
                index
                for index, day in enumerate(self.openings.days)
                if day.date == one.day and day.start <= one.start < one.end <= day.end
            ),
            None,
        )

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
            reason = cause if not offers else "closed"
            source = Source("single" if isinstance(one, Single) else "funnel", one.id)
            self.refused.append(Refused(one.customer, reason, source=source))
        return inside

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


def _overlap(one: Appointment, other: Appointment) -> bool:
    return one.day == other.day and one.start < other.end and other.start < one.end
