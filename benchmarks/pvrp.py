"""The engine's routes for an instance of the periodic routing problem.

Run by ``make pvrp FILE=<instance> LIMIT=60 SEED=1 OUT=<file>``: LIMIT is in seconds from the start
of the command, OUT gets a route a line: day, vehicle, length, load, then the stops from depot to
depot. ``ENGINE=own`` leaves PyVRP out.
"""

import os
import sys
import time
from itertools import pairwise
from pathlib import Path

from planning.visits.pattern.problem import PatternPlan, PatternProblem, read_problem
from planning.visits.pattern.solve import solve_patterns

from benchmarks.program_age import age

RESERVE = 0.6  # seconds to check, to write the answer and to end


class InstanceError(Exception):
    """What is wrong with what was asked for, in a sentence."""


def main() -> int:
    """Read, search, write."""
    since = time.monotonic() - age()
    if not os.environ.get("FILE"):
        raise InstanceError("Name an instance: FILE=<a file of periodic vehicle routing>.")
    path = Path(os.environ["FILE"])
    try:
        problem = read_problem(path.read_text(encoding="utf-8"))
    except ValueError as reason:
        raise InstanceError(f"{path}: {reason}.") from reason
    seconds = float(os.environ.get("LIMIT") or 60) - RESERVE - (time.monotonic() - since)
    plan = solve_patterns(
        problem,
        max(0.1, seconds),
        int(os.environ.get("SEED") or 1),
        with_pyvrp=False if os.environ.get("ENGINE") == "own" else None,
    )
    if os.environ.get("OUT"):
        Path(os.environ["OUT"]).write_text(routes_text(problem, plan), encoding="utf-8")
    print(f"{path.stem}: {len(plan.routes)} routes, {plan.iterations} iterations, {plan.engine}")
    if plan.missing:
        numbers = ", ".join(str(problem.customers[row - 1].number) for row in plan.missing)
        raise InstanceError(f"No route has room for the customers {numbers}.")
    print(f"length {plan.length:.4f}")
    return 0


def routes_text(problem: PatternProblem, plan: PatternPlan) -> str:
    """Return the routes, days and vehicles counted from 1."""
    points = problem.distances()
    used = [0] * problem.days
    lines = []
    for route in plan.routes:
        used[route.day] += 1
        stops = (0, *route.stops, 0)
        length = sum(points[here, there] for here, there in pairwise(stops))
        load = sum(problem.customers[row - 1].demand for row in route.stops)
        numbers = (problem.customers[row - 1].number for row in route.stops)
        words = (route.day + 1, used[route.day], f"{length:.4f}", f"{load:g}", 0, *numbers, 0)
        lines.append(" ".join(map(str, words)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (InstanceError, ValueError, OSError) as reason:
        sys.exit(str(reason))
