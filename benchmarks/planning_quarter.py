"""A rep's quarter: 300 customers at real places, some 1,100 visits, 27 appointments, 97 % loaded.

The visits fit by construction (``visits_instances``). The engine has 60 seconds for each rep, what
it plans is checked by ``visits_checker``, and its travel is compared with a plan made by hand
(``visits_by_hand``). ``SCALE`` shortens the search, to try things out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks import visits_by_hand, visits_checker, visits_instances
from benchmarks.measure import Goal, Measured, VoidError, benchmark
from dev.say import step

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases
    from benchmarks.visits_checker import Checked
    from benchmarks.visits_instances import Rep

SEEDS = (1, 2)
SECONDS = 60


@dataclass(frozen=True)
class Planned:
    """What a search has made of a rep's problem, and the travel and left-overs of one by hand."""

    checked: Checked
    seconds_by_hand: float
    left_by_hand: int


@cache
def plan(rep: Rep, seed: int, seconds: float) -> Planned:
    """Return a rep's plan; it is void where it breaks a rule."""
    from odoo.addons.sales_funnel_territory.planning.visits.limits import Limits
    from odoo.addons.sales_funnel_territory.planning.visits.period.plan import plan_period

    given = visits_instances.instance(rep, seed)
    solution = plan_period(given.problem, Limits(seconds=seconds), seed)
    checked = visits_checker.check(given.problem, solution)
    if checked.wrong:
        raise VoidError("; ".join(checked.wrong[:3]))
    by_hand, left = visits_by_hand.by_hand(given)
    step(
        f"seed {seed}: {checked.due} visits, {checked.unserved} unserved (by hand {left}), "
        f"{len(checked.missed)} appointments missed, {checked.uneven} of {checked.gaps} gaps off, "
        f"{checked.travel_hours:.1f} h of travel (by hand {by_hand / 3600:.1f}), "
        f"spread {checked.spread:.3f}, {solution.iterations} iterations"
    )
    return Planned(checked, by_hand, left)


def plans(databases: Databases) -> list[Planned]:
    seconds = max(1.0, SECONDS * min(1.0, databases.leads / 1_000_000))
    return [plan(visits_instances.QUARTER, seed, seconds) for seed in SEEDS]


@benchmark("planning.quarter_unserved", Goal("ratio", 1), "% of visits, 60 s")
def unserved(databases: Databases) -> Measured:
    found = [one.checked for one in plans(databases)]
    return Measured(mean(100 * one.unserved / one.due for one in found), 0.5)


@benchmark("planning.quarter_missed", Goal("more", 0), "appointments")
def missed(databases: Databases) -> Measured:
    return Measured(sum(len(one.checked.missed) for one in plans(databases)), 0)


@benchmark("planning.quarter_gaps", Goal("ratio", 1), "% off, 60 s")
def gaps(databases: Databases) -> Measured:
    return Measured(mean(100 * one.checked.uneven_share for one in plans(databases)), 3)


@benchmark("planning.quarter_travel", Goal("ratio", 0.8), "h a visit / by hand")
def travel(databases: Databases) -> Measured:
    """Hours on the road for each visit made: by hand many are left out."""
    found = plans(databases)
    ours = mean(one.checked.travel_hours / one.checked.planned for one in found)
    theirs = mean(
        one.seconds_by_hand / 3600 / (one.checked.due - one.left_by_hand) for one in found
    )
    return Measured(ours, theirs)
