"""A rep with 300 customers at real places, in Odoo: what her plans of next quarter are made from.

Customers lie in and around towns near a city (``visits_instances``), in classes A to D, some of
them open in the morning only, or closed on a weekday. They were seen within their rhythm, or are
about to be under the plan of this quarter. She has six opportunities among the Best Few, twelve
fixed appointments (half of them visits, half meetings that somebody has called) and a week's leave.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.tools.date_utils import start_of

from benchmarks import visits_instances

if TYPE_CHECKING:
    from odoo.api import Environment

SEED = 6
ZONE = "Europe/Berlin"
CENTRE = visits_instances.CITIES[0]
PLACES = replace(visits_instances.QUARTER, radius=20.0)
# share of the customers, minutes of a visit, days from one visit to the next
CLASSES = {"a": (0.10, 45, 30), "b": (0.20, 40, 42), "c": (0.35, 30, 91), "d": (0.35, 30, 182)}
LEAVE_WEEK, DETAILED_WEEK = 5, 2  # of the quarter, counted from 0
APPOINTMENTS, DEALS = 12, 6
HALF_DAYS = 2


@dataclass(frozen=True)
class Story:
    """Who and what there is; ``fixed`` are the visits and meetings that nobody may move."""

    env: Environment
    rep: Any
    leader: Any
    customers: Any
    deals: Any
    fixed: dict[Any, tuple[datetime, datetime]]
    first: date
    leave: tuple[date, date]
    monday: date

    def clock(self, moment: datetime) -> datetime:
        """Return a moment as the rep's clock shows it."""
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(ZONE))


def tell(env: Environment) -> Story:
    """Write the story into a database; the same day, the same story."""
    quiet = {"tracking_disable": True, "no_reset_password": True}
    env = env(su=True, context={**env.context, **quiet})
    rng = random.Random(SEED)
    today = fields.Date.context_today(env.user)
    first = start_of(start_of(today, "quarter") + timedelta(days=100), "quarter")
    week = first + timedelta(days=-first.weekday() % 7)
    rep, leader = _create_people(env)
    customers = _create_customers(env, rep, rng)
    _let_time_pass(env, rep, customers, first, rng)
    leave = week + timedelta(weeks=LEAVE_WEEK), week + timedelta(weeks=LEAVE_WEEK, days=4)
    _take_leave(env, rep, leave)
    monday = week + timedelta(weeks=DETAILED_WEEK)
    fixed = _agree(env, rep, customers, week, rng)
    deals = _create_deals(env, rep, customers, first, rng)
    env.flush_all()
    return Story(env, rep, leader, customers, deals, fixed, first, leave, monday)


def _create_people(env: Environment) -> tuple[Any, Any]:
    groups = ("sales_team.group_sale_salesman", "sales_funnel_territory.group_team_leader")
    rep, leader = env["res.users"].create(
        [
            {
                "name": name,
                "login": f"levels.{name}",
                "tz": ZONE,
                "group_ids": [(4, env.ref(group).id)],
            }
            for name, group in zip(("Rosa", "Leo"), groups, strict=True)
        ]
    )
    rep.partner_id.write({"partner_latitude": CENTRE[0], "partner_longitude": CENTRE[1]})
    calendar = env.company.resource_calendar_id
    calendar.tz = ZONE
    env["resource.resource"].create(
        {"name": rep.name, "user_id": rep.id, "calendar_id": calendar.id, "tz": ZONE}
    )
    env["crm.team"].create(
        {"name": "Levels", "user_id": leader.id, "member_ids": [(6, 0, rep.ids)]}
    )
    return rep, leader


def _create_customers(env: Environment, rep: Any, rng: random.Random) -> Any:
    points = visits_instances._points(CENTRE, PLACES, rng)
    customers = env["res.partner"].create(
        [
            {
                "name": f"Customer {number:03}",
                "email": f"customer.{number:03}@customers.example",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": rep.id,
                "partner_latitude": latitude,
                "partner_longitude": longitude,
            }
            for number, (latitude, longitude) in enumerate(points)
        ]
    )
    env.flush_all()
    codes = rng.choices(list(CLASSES), [share for share, *_rest in CLASSES.values()], k=len(points))
    for code in CLASSES:
        own = customers.filtered(lambda one, code=code: codes[one.id - customers[0].id] == code)
        own.customer_status_id.write(
            {
                "class_id": env.ref(f"sales_funnel_territory.crm_customer_class_{code}").id,
                "visit_minutes": CLASSES[code][1],
            }
        )
    _restrict(customers.customer_status_id, rng)
    return customers


def _restrict(statuses: Any, rng: random.Random) -> None:
    """Let a quarter of them receive in half of the day only, a tenth not on every day."""
    for status in statuses:
        draw = rng.random()
        if draw < 0.15:
            status.write({"hour_from": 8.0, "hour_to": 12.5})
        elif draw < 0.25:
            status.write({"hour_from": 12.5, "hour_to": 17.5})
        elif draw < 0.35:
            day = rng.choice(("monday", "wednesday", "friday"))
            status[f"is_open_{day}"] = False


def _let_time_pass(
    env: Environment, rep: Any, customers: Any, first: date, rng: random.Random
) -> None:
    """Have everybody seen last within his rhythm before the quarter begins.

    What lies ahead of today is a visit planned for the rest of this quarter.
    """
    today = fields.Date.context_today(env.user)
    ahead = []
    for status in customers.customer_status_id:
        gap = CLASSES[status.class_id.code.lower()][2]
        day = first - timedelta(days=rng.randint(1, gap))
        day -= timedelta(days=max(0, day.weekday() - 4))
        if day > today:
            ahead.append((status.partner_id, day))
            day -= timedelta(days=gap)
        status.sudo().last_visit_on = datetime.combine(min(day, today), time(9))
    env["crm.visit"].create(
        [
            {
                "partner_id": customer.id,
                "user_id": rep.id,
                "start": datetime.combine(day, time(9)),
                "duration": 0.5,
                "state": "planned",
            }
            for customer, day in ahead
        ]
    )


def _take_leave(env: Environment, rep: Any, leave: tuple[date, date]) -> None:
    resource = rep.resource_ids
    env["resource.calendar.leaves"].create(
        {
            "name": "Holiday",
            "resource_id": resource.id,
            "calendar_id": resource.calendar_id.id,
            "date_from": _moment(leave[0], 0),
            "date_to": _moment(leave[1], 24) - timedelta(seconds=1),
        }
    )


def _agree(
    env: Environment, rep: Any, customers: Any, week: date, rng: random.Random
) -> dict[Any, tuple[datetime, datetime]]:
    """Agree on twelve times: two in the week looked at closely, one in each of ten others."""
    weeks = [DETAILED_WEEK, *(one for one in range(12) if one != LEAVE_WEEK)]
    fixed, whole_day = {}, customers.filtered(lambda one: _is_open_always(one.customer_status_id))
    for number, customer in enumerate(rng.sample(list(whole_day), APPOINTMENTS)):
        day = week + timedelta(weeks=weeks[number], days=1 + number % 4)
        start = _moment(day, 14 if number == 0 else 10)
        stop = start + timedelta(hours=1)
        make = _create_visit if number % 2 else _create_meeting
        fixed[make(env, rep, customer, start, stop)] = start, stop
    return fixed


def _is_open_always(status: Any) -> bool:
    days = (status.is_open_monday, status.is_open_wednesday, status.is_open_friday)
    return all(days) and status.hour_to - status.hour_from == 24


def _create_visit(
    env: Environment, rep: Any, customer: Any, start: datetime, stop: datetime
) -> Any:
    return env["crm.visit"].create(
        {
            "partner_id": customer.id,
            "user_id": rep.id,
            "start": start,
            "duration": (stop - start).total_seconds() / 3600,
            "state": "confirmed",
            "purpose": "Agreed on",
        }
    )


def _create_meeting(
    env: Environment, rep: Any, customer: Any, start: datetime, stop: datetime
) -> Any:
    quiet = {"no_mail_to_attendees": True, "mail_notrack": True, "mail_create_nolog": True}
    return (
        env["calendar.event"]
        .with_context(**quiet)
        .create(
            {
                "name": "Agreed on",
                "start": start,
                "stop": stop,
                "user_id": rep.id,
                "partner_ids": [(6, 0, (rep.partner_id | customer).ids)],
            }
        )
    )


def _create_deals(
    env: Environment, rep: Any, customers: Any, first: date, rng: random.Random
) -> Any:
    stage = env["crm.stage"].search([("is_won", "=", False)], order="sequence desc", limit=1)
    stage.write({"probability": 75, "funnel_position": "best_few"})
    return env["crm.lead"].create(
        [
            {
                "name": f"Line {number}",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": rep.id,
                "stage_id": stage.id,
                "expected_revenue": 20_000 * (1 + number),
                "date_deadline": first + timedelta(days=30 + 6 * number),
            }
            for number, customer in enumerate(rng.sample(list(customers), DEALS))
        ]
    )


def _moment(day: date, hour: int) -> datetime:
    """Return the moment in UTC at which the rep's clock shows an hour."""
    at = datetime.combine(day, time()) + timedelta(hours=hour)
    return at.replace(tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
