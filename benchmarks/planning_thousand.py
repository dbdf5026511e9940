"""A thousand customers in one quarter, five minutes: how many are unserved, and the memory."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

from benchmarks import odoo_env
from benchmarks.measure import Goal, Measured, VoidError, benchmark
from dev.say import step

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases

SECONDS = 300
PROGRAM = """
import resource, sys
import odoo.addons
odoo.addons.__path__.append({root!r})
from benchmarks import visits_checker, visits_instances
from odoo.addons.sales_funnel_territory.planning.visits.period.plan import plan_period
from odoo.addons.sales_funnel_territory.planning.visits.limits import Limits
given = visits_instances.instance(visits_instances.THOUSAND, 1)
solution = plan_period(given.problem, Limits(seconds={seconds}), 1)
checked = visits_checker.check(given.problem, solution)
print(checked.wrong[:3], file=sys.stderr)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(checked.due, checked.unserved, len(checked.wrong), most)
"""


@cache
def figures(scale: float) -> tuple[int, int, int]:
    """Return visits due, unserved and the memory in kB of a program that does nothing else."""
    program = PROGRAM.format(root=str(odoo_env.ROOT), seconds=max(5, SECONDS * scale))
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(odoo_env.ROOT), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, check=True, capture_output=True, text=True
    )
    due, unserved, wrong, memory = map(int, done.stdout.split())
    if wrong:
        raise VoidError(done.stderr.strip())
    step(f"{due} visits, {unserved} unserved, {memory // 1024} MiB")
    return due, unserved, memory


@benchmark("planning.thousand_unserved", Goal("ratio", 1), "% of visits, 5 min")
def unserved(databases: Databases) -> Measured:
    due, left, _memory = figures(min(1.0, databases.leads / 1_000_000))
    return Measured(100 * left / due, 1)


@benchmark("planning.thousand_memory", Goal("ratio", 1), "MiB")
def memory(databases: Databases) -> Measured:
    _due, _left, kilobytes = figures(min(1.0, databases.leads / 1_000_000))
    return Measured(kilobytes / 1024, 1024)
