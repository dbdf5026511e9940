"""Before and after a plan: how near the estimate comes to it, and how little a sick day changes.

The estimate of hours, made before anything is planned, beside the hours that the plan then uses.
A sick Tuesday in a week and in a month: the share of the other days' visits that change. With
hours for 70 % of the work, that it does not fit is told before planning. Every plan is checked by
``visits_checker``. ``SCALE`` shortens the searches, to try things out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from statistics import mean
from typing import TYPE_CHECKING, Any

from benchmarks import visits_checker, visits_instances
from benchmarks.measure import Goal, Measured, VoidError, benchmark
from dev.say import step

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases
    from benchmarks.visits_instances import Rep

SEEDS = (1, 2, 3)
SECONDS = {visits_instances.WEEK: 3, visits_instances.MONTH: 10}
REPLAN_SECONDS = 5
TUESDAY = 1


@benchmark("planning.estimate", Goal("ratio", 1), "% off, mean")
def estimate_error(databases: Databases) -> Measured:
    """How far the hours needed, told before planning, are from those a plan uses."""
    from odoo.addons.sales_funnel_territory.planning.visits.capacity.feasibility import feasibility

    errors = []
    for rep, seconds in SECONDS.items():
        for seed in SEEDS:
            problem, solution = plan(rep, seed, scaled(seconds, databases))
            checked = check(problem, solution)
            planned = {one.key for one in solution.planned}
            stay = sum(one.service for one in problem.occurrences if one.key in planned)
            needed = feasibility(problem).total.needed * checked.planned / checked.due
            error = needed / (checked.travel_seconds + stay) - 1
            step(f"{rep.customers} customers, seed {seed}: {error:+.1%}")
            errors.append(abs(100 * error))
    return Measured(mean(errors), 15)


@benchmark("planning.sick_tuesday", Goal("ratio", 1), "% of others changed")
def sick_tuesday(databases: Databases) -> Measured:
    """The worst share of the other days' visits that change."""
    from odoo.addons.sales_funnel_territory.planning.visits.limits import Limits
    from odoo.addons.sales_funnel_territory.planning.visits.replan.changes import DayOff
    from odoo.addons.sales_funnel_territory.planning.visits.replan.replan import replan

    shares = []
    for rep, seconds in SECONDS.items():
        for seed in SEEDS:
            problem, solution = plan(rep, seed, scaled(seconds, databases))
            limits = Limits(seconds=scaled(REPLAN_SECONDS, databases))
            found = replan(problem, solution, [DayOff(TUESDAY)], limits, seed)
            check(found.problem, found.solution)
            sick = {one.key for one in solution.planned if one.day == TUESDAY}
            others = [line for line in found.lines if line.key not in sick]
            shares.append(100 * len(others) / (len(solution.planned) - len(sick)))
            kept = sum(1 for line in found.lines if line.key in sick and line.after)
            step(
                f"{rep.customers} customers, seed {seed}: {kept} of {len(sick)} visits have "
                f"another day, {shares[-1]:.1f} % of the others change"
            )
    return Measured(max(shares), 20)


@benchmark("planning.overload_told", Goal("all"), "weeks")
def overload(databases: Databases) -> Measured:
    """Weeks with hours for 70 % of the work of which it is told, and in which nobody is lost."""
    from odoo.addons.sales_funnel_territory.planning.visits.capacity.feasibility import feasibility

    told = 0
    for seed in SEEDS:
        problem = overloaded(visits_instances.WEEK, seed)
        result = feasibility(problem)
        solution = search(problem, seed, scaled(SECONDS[visits_instances.WEEK], databases))
        checked = check(problem, solution)
        whole = checked.planned + checked.unserved == checked.due
        told += result.verdict == "short" and len(result.ways_out) == 4 and whole
    return Measured(told, len(SEEDS))


def overloaded(rep: Rep, seed: int) -> Any:
    """Return a problem whose visits are as much longer as 70 % of its hours ask for."""
    problem = visits_instances.instance(rep, seed).problem
    factor = 1 / (0.7 * rep.load)
    visits = tuple(
        one if one.is_fixed else replace(one, service=round(one.service * factor))
        for one in problem.occurrences
    )
    return replace(problem, occurrences=visits)


@cache
def plan(rep: Rep, seed: int, seconds: float) -> tuple[Any, Any]:
    """Return a rep's problem and a plan of it."""
    problem = visits_instances.instance(rep, seed).problem
    return problem, search(problem, seed, seconds)


def search(problem: Any, seed: int, seconds: float) -> Any:
    from odoo.addons.sales_funnel_territory.planning.visits.limits import Limits
    from odoo.addons.sales_funnel_territory.planning.visits.period.plan import plan_period

    return plan_period(problem, Limits(seconds=seconds), seed)


def check(problem: Any, solution: Any) -> visits_checker.Checked:
    """Return what the checker says; a plan that breaks a rule makes the figure void."""
    checked = visits_checker.check(problem, solution)
    if checked.wrong:
        raise VoidError("; ".join(checked.wrong[:3]))
    return checked


def scaled(seconds: float, databases: Databases) -> float:
    return max(1.0, seconds * min(1.0, databases.leads / 1_000_000))
