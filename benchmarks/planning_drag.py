"""The answer while a visit is dragged over a week of 60: the server's time, with a cold cache.

The reference is the goal: what a hand does not feel.
"""

from __future__ import annotations

import math
import random
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from odoo import fields

from benchmarks.measure import Goal, Measured, VoidError, benchmark

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases

DAYS = 5
A_DAY = 12  # visits
MINUTES = 25
CALLS = 40
GOAL = 150.0  # ms


@benchmark("planning.drag", Goal("ratio", 1), "ms")
def drag(databases: Databases) -> Measured:
    """The slower end of many: 95 of 100 answers are no slower."""
    with databases.env("ours") as env:
        visits = week(env)
        env.flush_all()
        seconds, fine = [], 0
        rng = random.Random(1)
        for _call in range(CALLS):
            visit, day = rng.choice(visits), rng.choice(visits).window_from
            item = {"visit_id": visit.id}
            minute = rng.randrange(8 * 60, 17 * 60, 15)
            env.invalidate_all()
            start = time.perf_counter()
            answer = env["crm.visit.plan"].check_visit_move(item, str(day), minute)
            seconds.append(time.perf_counter() - start)
            fine += not answer["breaches"]
    if not 0 < fine < CALLS:
        raise VoidError(f"{fine} of {CALLS} moves break nothing: no week as one has")
    return Measured(1000 * sorted(seconds)[math.ceil(0.95 * CALLS) - 1], GOAL)


def week(env):
    """Plan 60 visits in the week after next, within 10 km."""
    rng = random.Random(2)
    monday = fields.Date.today() + timedelta(days=14 - fields.Date.today().weekday())
    customers = env["res.partner"].create(
        [
            {
                "name": f"Customer {number}",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": env.uid,
                "partner_latitude": 52.52 + rng.uniform(-0.05, 0.05),
                "partner_longitude": 13.40 + rng.uniform(-0.07, 0.07),
            }
            for number in range(DAYS * A_DAY)
        ]
    )
    values = []
    for number, customer in enumerate(customers):
        day, place = divmod(number, A_DAY)
        start = fields.Datetime.to_datetime(monday + timedelta(days=day)) + timedelta(
            hours=8, minutes=40 * place
        )
        values.append(
            {
                "partner_id": customer.id,
                "user_id": env.uid,
                "window_from": start.date(),
                "start": start,
                "duration": MINUTES / 60,
                "state": "planned",
            }
        )
    return env["crm.visit"].create(values)
