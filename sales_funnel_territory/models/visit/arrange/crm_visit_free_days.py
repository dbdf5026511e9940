from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from statistics import median
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ....planning.visits.due.agenda import spans_by_day
from ....planning.visits.problem import DAY_SECONDS, Span
from ....planning.visits.slots.free_slots import Fixed, FreeDay, free_slots
from ..plan.places import PlaceTable

DAYS_AHEAD = 14
_ENOUGH = 200  # customers, to know where somebody is at home
NOTICE = timedelta(minutes=30)  # nobody is there in a moment


class Entry(NamedTuple):
    """What stands in a person's day; where that is not known, he stays where he was."""

    start: int
    end: int
    place: int | None
    visit_id: int | None


class Legs(NamedTuple):
    """Travel between places, and the row of the new one."""

    seconds: object
    new: int | None

    def between(self, start, end):
        """Return seconds of driving, nothing where that is not known.

        Where no road leads it takes all day, so that nothing fits beside it.
        """
        if start is None or end is None:
            return None
        return round(min(float(self.seconds[start, end]), DAY_SECONDS))

    def fixed(self, entry, place, onward):
        """Return an entry with the ways between it, the new place, and where one goes next."""
        return Fixed(
            Span(entry.start, entry.end),
            self.between(place, self.new),
            self.between(self.new, place),
            self.between(place, onward),
            entry.visit_id,
        )


class CrmVisit(models.Model):
    """Good times for one more visit, between what stands in the calendar."""

    _inherit = "crm.visit"

    @api.model
    def _find_slots(self, customer, person, hours, most=3):
        """Return the best times of a person's coming two weeks, the earliest first.

        :param hours: how long the visit takes
        :return: list of ``Slot``; the key of what is near is a visit's id
        """
        days = self._prepare_free_days(customer, person)
        return free_slots(days, round(hours * 3600), most)

    @api.model
    def _prepare_free_days(self, customer, person):
        """Return the ``FreeDay`` of each working day: what stands there, and when one may come."""
        soonest = datetime.now(UTC).astimezone(person._get_clock()) + NOTICE
        first, last = soonest.date(), soonest.date() + timedelta(days=DAYS_AHEAD - 1)
        table = PlaceTable()
        new, home = table.add(customer), self._find_home(person, table)
        entries = self._read_entries(person, first, last, table)
        matrix = self.env["crm.travel"]._matrix(table.points, company=person.sudo().company_id)
        legs = Legs(matrix.seconds, new)
        hours = (
            self.env["crm.customer.status"]
            ._prepare_open_calendar(customer, first, last, person.sudo().company_id)[customer]
            .hours
        )
        work = person._read_working_hours(first, last)
        return [
            FreeDay(
                day,
                _chain(entries[day], (spans[0].start, spans[-1].end), home, legs),
                _meet(spans, hours.on(day), _seconds(soonest) if day == first else 0),
            )
            for day, spans in sorted(work.items())
            if spans
        ]

    @api.model
    def _find_home(self, person, table):
        """Return the row where a person's days begin, else amid his customers; or nothing."""
        # sudo: where a colleague sets out from, of which only travel times come out
        home = table.add(person.sudo()._get_start_place())
        if home is not None:
            return home
        customers = self.env["res.partner"].search_fetch(
            [("user_id", "=", person.id), ("partner_latitude", "!=", 0)],
            ["partner_latitude", "partner_longitude"],
            limit=_ENOUGH,
        )
        if not customers:
            return None
        middle = [
            median(customers.mapped(name)) for name in ("partner_latitude", "partner_longitude")
        ]
        return table.add_point(*middle)

    @api.model
    def _read_entries(self, person, first, last, table):
        """Return {day: entries in order}: visits and meetings of a person."""
        zone = person._get_clock()
        begin = datetime.combine(first, time(), tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        # sudo: of visits that one may not read only time and place come out, and the name of a
        # customer one may read
        visits = self.sudo().search(
            Domain("start", "<", begin + timedelta(days=(last - first).days + 1))
            & Domain("stop", ">", begin)
            & Domain("state", "in", ("planned", "confirmed", "under_way"))
            & (Domain("user_id", "=", person.id) | Domain("companion_ids", "in", person.ids))
        )
        Partner = self.env["res.partner"].sudo()
        found = [(one.start, one.stop, one.partner_id, one.id) for one in visits]
        found += [
            (one.start, one.stop, Partner.browse(one.customer_id or []), None)
            for one in person._read_meetings(first, last)
        ]
        entries = defaultdict(list)
        for start, stop, partner, visit_id in found:
            place = table.add(partner)
            for day, spans in spans_by_day([(start, stop)], zone).items():
                entries[day] += [Entry(one.start, one.end, place, visit_id) for one in spans]
        return entries


def _chain(entries, edges, home, legs):
    """Return what stands on a day with its begin and end, as the engine reads it."""
    begin, end = edges
    entries = sorted(entries, key=lambda one: (one.start, one.end))
    begin = min([begin, *(one.start for one in entries)])
    end = max([end, *(one.end for one in entries)])
    stops = [
        Entry(begin, begin, home, None),
        *entries,
        Entry(end, end, home, None),
    ]
    places = []
    for stop in stops:
        places.append(places[-1] if stop.place is None and places else stop.place)
    onward = [*places[1:], None]
    return tuple(
        legs.fixed(stop, place, after)
        for stop, place, after in zip(stops, places, onward, strict=True)
    )


def _meet(spans, windows, earliest):
    """Return when the person works and the customer receives, not before a time."""
    both = [
        Span(max(one.start, other.start, earliest), min(one.end, other.end))
        for one in spans
        for other in windows
        if min(one.end, other.end) > max(one.start, other.start, earliest)
    ]
    return tuple(both)


def _seconds(moment):
    return moment.hour * 3600 + moment.minute * 60
