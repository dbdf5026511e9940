from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.fields import Command, Domain
from pytz import timezone, utc

from ....planning.visits.due.agenda import clock_time, moment_of, spans_by_day
from ....planning.visits.problem import DAY_SECONDS


class Meeting(NamedTuple):
    """A calendar event that takes a person's time; ``customer_id`` of whoever is met, or 0."""

    id: int
    customer_id: int
    start: datetime
    stop: datetime


class ResUsers(models.Model):
    """When a person works, and what else takes that time; by the clock of the person."""

    _inherit = "res.users"

    def _get_clock(self):
        """Return the time zone whose clock this person works by."""
        self.ensure_one()
        # sudo: the time zones of colleagues and companies
        person = self.sudo()
        return ZoneInfo(person.tz or person.company_id._get_time_zone())

    def _get_today(self):
        """Return the day it is by this person's clock."""
        return clock_time(fields.Datetime.now(), self._get_clock())[0]

    def _read_working_hours(self, first, last):
        """Return {day: spans} of hours that the person works: no leaves, no holidays."""
        self.ensure_one()
        # sudo: of a colleague's hours and leaves only the times come out
        person = self.sudo()
        company = person.company_id
        calendar = person.resource_calendar_id or company.resource_calendar_id
        if not calendar:
            return {}
        zone = timezone(str(self._get_clock()))
        start = zone.localize(datetime.combine(first, time.min))
        end = zone.localize(datetime.combine(last + timedelta(days=1), time.min))
        leaves = [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]
        found = calendar._work_intervals_batch(
            start, end, resources=person.resource_ids[:1], domain=leaves, tz=zone
        )[person.resource_ids[:1].id]
        own = person._find_own_leaves(first, (last - first).days + 1)[person]
        free = [(utc.localize(one.date_from), utc.localize(one.date_to), one) for one in own]
        if free:
            found -= type(found)(free)
        spans = spans_by_day([(begin, stop) for begin, stop, _line in found], self._get_clock())
        return {day: spans[day] for day in spans if first <= day <= last}

    def _read_meetings(self, first, last):
        """Return the events that take the person's time in these days, visits' own ones apart."""
        self.ensure_one()
        # sudo: of private events only the times come out
        events = self.env["calendar.event"].sudo().search(self._get_meetings_domain(first, last))
        events -= self._find_visits_events(events)
        declined = events.attendee_ids.filtered(
            lambda one: one.partner_id == self.sudo().partner_id and one.state == "declined"
        ).event_id
        zone = self._get_clock()
        return [_as_meeting(event, zone) for event in events - declined]

    def _get_meetings_domain(self, first, last):
        partner = self.sudo().partner_id
        return (
            (Domain("partner_ids", "in", partner.ids) | Domain("user_id", "=", self.id))
            & Domain("show_as", "=", "busy")
            & Domain("start", "<", datetime.combine(last + timedelta(days=2), time.min))
            & Domain("stop", ">", datetime.combine(first - timedelta(days=1), time.min))
        )

    def _enter_day_off(self, day):
        """Note that a person does not work on a day: a leave, or a whole day in the calendar.

        Only who has working hours of his own in Odoo has leaves.
        """
        self.ensure_one()
        if day not in self._read_working_hours(day, day) or self._has_whole_day(day):
            return
        # sudo: who plans the person's visits says so, and nothing else of it is written
        person = self.sudo().with_context(lang=self.sudo().lang)
        name = person.env._("Day off")
        resource = person.resource_ids[:1]
        if not resource:
            self.env["crm.visit"]._get_events_of(self).create(
                {
                    "name": name,
                    "allday": True,
                    "start_date": day,
                    "stop_date": day,
                    "start": datetime.combine(day, time(8)),
                    "stop": datetime.combine(day, time(18)),
                    "user_id": self.id,
                    "partner_ids": [Command.set(person.partner_id.ids)],
                    "privacy": "private",
                    "show_as": "busy",
                }
            )
            return
        zone = self._get_clock()
        resource.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "company_id": resource.company_id.id,
                "date_from": moment_of(day, 0, zone),
                "date_to": moment_of(day, DAY_SECONDS - 1, zone),
            }
        )

    def _has_whole_day(self, day):
        """Tell whether something takes the whole day already."""
        zone = self._get_clock()
        spans = [(one.start, one.stop) for one in self._read_meetings(day, day)]
        taken = spans_by_day(spans, zone).get(day, ())
        return any(span.start == 0 and span.end == DAY_SECONDS for span in taken)

    def _get_start_place(self):
        """Return where the person's days begin by default: at home, else at the company."""
        self.ensure_one()
        home, company = self.partner_id, self.company_id.partner_id
        if home.partner_latitude or home.partner_longitude:
            return home
        return company

    def _find_visits_events(self, events):
        """Return those of the events that are visits already."""
        # sudo: as above
        visits = self.env["crm.visit"].sudo().search([("event_id", "in", events.ids)])
        return visits.event_id


def _as_meeting(event, zone):
    """Return an event as the person's clock shows it: whole days have no time zone."""
    if event.allday:
        start = datetime.combine(event.start_date, time.min, tzinfo=zone)
        stop = datetime.combine(event.stop_date + timedelta(days=1), time.min, tzinfo=zone)
        return Meeting(event.id, 0, start, stop)
    return Meeting(event.id, _find_customer(event).id or 0, event.start, event.stop)


def _find_customer(event):
    """Return the customer who is met: whose people take part, or whose opportunity it is about."""
    people = event.partner_ids | event.opportunity_id.partner_id
    customers = people.filtered("is_sales_customer")
    customers |= people.commercial_partner_id.filtered("is_sales_customer")
    return customers[:1]
