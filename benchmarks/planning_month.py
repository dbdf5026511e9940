"""A rep's month: 100 customers at real places, 10 seconds; and the first answer for a week."""

from __future__ import annotations

import time
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks import visits_instances
from benchmarks.measure import Goal, Measured, benchmark
from benchmarks.planning_quarter import SEEDS, Planned, plan

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases

SECONDS = 10
GOAL_WEEK = 2  # seconds


def plans() -> list[Planned]:
    return [plan(visits_instances.MONTH, seed, SECONDS) for seed in SEEDS]


@benchmark("planning.month_unserved", Goal("more", 0), "visits, 10 s")
def unserved(_databases: Databases) -> Measured:
    return Measured(sum(one.checked.unserved for one in plans()), 0)


@benchmark("planning.month_gaps", Goal("ratio", 1), "% off, 10 s")
def gaps(_databases: Databases) -> Measured:
    return Measured(mean(100 * one.checked.uneven_share for one in plans()), 2)


@benchmark("planning.month_spread", Goal("ratio", 1), "of the days' load")
def spread(_databases: Databases) -> Measured:
    return Measured(mean(one.checked.spread for one in plans()), 0.10)


@benchmark("planning.week_first_answer", Goal("ratio", 1))
def week(_databases: Databases) -> Measured:
    """Seconds until the first whole plan of 60 visits is told."""
    from odoo.addons.sales_funnel_territory.planning.visits.limits import Limits
    from odoo.addons.sales_funnel_territory.planning.visits.period.plan import plan_period

    given = visits_instances.instance(visits_instances.WEEK, 1)
    since = time.monotonic()
    plan_period(given.problem, Limits(iterations=0, seconds=None), 1)
    return Measured(time.monotonic() - since, GOAL_WEEK)
