"""Whether what stands in Odoo after planning is right: read from its records alone.

Nothing of ``planning`` is used. Each function yields sentences on what is wrong.
"""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from benchmarks.levels_story import Story

HOURS = ((8.0, 12.0), (13.0, 17.0))
NOON = 12.5
FASTEST = 130.0  # km/h, as the crow flies: nobody is quicker
OPEN = ("proposed", "planned", "confirmed")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def counted(plan: Any) -> Iterator[str]:
    """Planned and not served are due; each has its record, and what is not served its reason."""
    due, planned, unserved = plan.due_count, plan.planned_count, plan.unserved_count
    if planned + unserved != due or not due:
        yield f"{plan.display_name}: {planned} planned + {unserved} not served are not {due} due"
    if len(plan.shortfall_ids) != unserved:
        yield f"{plan.display_name}: {len(plan.shortfall_ids)} of {unserved} not served are listed"
    for one in plan.shortfall_ids:
        if not (one.cause and one.note and one.partner_id):
            yield f"{plan.display_name}: {one.partner_id.name} is not served, nobody says why"


def fixed(story: Story) -> Iterator[str]:
    """Appointments are where they were."""
    for one, (start, stop) in story.fixed.items():
        if (one.start, one.stop) != (start, stop):
            yield f"{one.display_name} was agreed on for {start} and is at {one.start}"


def week(story: Story, plan: Any, half_days: int) -> Iterator[str]:
    """A week can be lived: hours, leave, half-days left free, customers' hours, ways."""
    days = defaultdict(list)
    for start, stop, customer, _visit in agenda(story, plan):
        days[start.date()].append((start, stop, customer))
    for day, stops in sorted(days.items()):
        if story.leave[0] <= day <= story.leave[1]:
            yield f"{len(stops)} visits on {day}, which is on leave"
        for start, stop, customer in stops:
            yield from _at_work(start, stop, customer)
            yield from _received(start, stop, customer)
        for one, two in pairwise(sorted(stops, key=lambda stop: stop[0])):
            yield from _on_the_way(one, two)
    halves = {
        (start.date(), _hour(start) >= NOON) for stops in days.values() for start, *_ in stops
    }
    worked = sum(1 for number in range(5) if not _on_leave(story, plan.date_from, number))
    if 2 * worked - len(halves) < round(half_days * worked / 5):
        yield f"{plan.display_name}: {2 * worked - len(halves)} half-days are free"


def agenda(story: Story, plan: Any) -> list[tuple[Any, Any, Any, Any]]:
    """Return (start, stop, customer, visit if it is one) of whatever happens in a plan's days."""
    visits = story.env["crm.visit"].search(
        [("user_id", "=", story.rep.id), ("start", "!=", False), ("state", "in", OPEN)]
    )
    found = [(one.start, one.stop, one.partner_id, one) for one in visits]
    for one, (start, stop) in story.fixed.items():
        if one._name == "calendar.event":
            found.append((start, stop, one.partner_ids - story.rep.partner_id, None))
    local = [(story.clock(start), story.clock(stop), *rest) for start, stop, *rest in found]
    inside = (one for one in local if plan.date_from <= one[0].date() <= plan.date_to)
    return sorted(inside, key=lambda one: one[0])


def _hour(moment: Any) -> float:
    return moment.hour + moment.minute / 60 + moment.second / 3600


def _on_leave(story: Story, monday: date, number: int) -> bool:
    return story.leave[0] <= monday + timedelta(days=number) <= story.leave[1]


def _at_work(start: Any, stop: Any, customer: Any) -> Iterator[str]:
    begins, ends = _hour(start), _hour(stop)
    works = start.weekday() < 5 and any(first <= begins and ends <= last for first, last in HOURS)
    if not works:
        yield f"{customer.name} on {start:%a %d %b %H:%M} to {stop:%H:%M}: no working hours"


def _received(start: Any, stop: Any, customer: Any) -> Iterator[str]:
    status = customer.customer_status_id
    if not status[f"is_open_{WEEKDAYS[start.weekday()]}"]:
        yield f"{customer.name} does not receive on {start:%A}"
    if not (status.hour_from <= _hour(start) and _hour(stop) <= status.hour_to):
        yield f"{customer.name} does not receive at {start:%H:%M}"


def _on_the_way(one: tuple[Any, ...], two: tuple[Any, ...]) -> Iterator[str]:
    (_start, stop, here), (start, _stop, there) = one, two
    hours = (start - stop).total_seconds() / 3600
    if hours < straight_km(here, there) / FASTEST:
        yield f"{stop:%a %d %b %H:%M}: nobody is at {there.name}'s in {60 * hours:.0f} minutes"


def straight_km(here: Any, there: Any) -> float:
    """Return the distance of two customers, on a flat map."""
    narrow = math.cos(math.radians(here.partner_latitude))
    height = there.partner_latitude - here.partner_latitude
    width = (there.partner_longitude - here.partner_longitude) * narrow
    return 111.2 * math.hypot(height, width)


def followed(plan: Any) -> Iterator[str]:
    """What a plan has taken from the one above lies where that says."""
    for visit in plan.visit_ids.filtered("upper_plan_id"):
        day = visit._get_day()
        if not visit.upper_from <= day <= visit.upper_to:
            yield f"{visit.display_name} on {day}: the plan above says {visit.upper_from}"


def mailed(story: Story) -> Iterator[str]:
    """Nobody of the customers has got a mail."""
    emails = set(story.customers.mapped("email"))
    for mail in story.env["mail.mail"].search([]):
        reached = set(mail.recipient_ids.mapped("email")) | {mail.email_to}
        if reached & emails:
            yield f"a mail to {reached & emails}: {mail.subject}"
