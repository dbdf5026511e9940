"""The classic instances of periodic routing: ``make pvrp`` on each, checked by ``pvrp_checker``.

Instances are the folder ``pvrp`` of DATA, with ``reference.csv`` (a known solution and the best
known value of each). 60 seconds an instance, one program at a time; ``SCALE`` shortens it. The
reference of a line is its goal.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import odoo_env, pvrp_checker
from benchmarks.measure import DataMissingError, Goal, Measured, VoidError, benchmark
from dev.say import step

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases

SECONDS = 60
SHORT = 30
GRACE = 2.0  # seconds for a busy machine to end a program


class Gap(NamedTuple):
    """Percent above the known solution and above the best known value."""

    known: float
    best: float


@cache
def gaps(data: str, seconds: float, engine: str) -> list[Gap]:
    """Return the gaps of all instances."""
    folder = Path(data or "-") / "pvrp"
    reference = folder / "reference.csv"
    if not reference.is_file():
        raise DataMissingError
    found = []
    for row in csv.DictReader(reference.read_text().splitlines()):
        length = solve(folder / f"{row['instance']}.txt", seconds, engine)
        gap = Gap(
            100 * (length / float(row["known_solution"]) - 1),
            100 * (length / float(row["best_known"]) - 1),
        )
        step(f"{row['instance']}: {length:.2f}, {gap.best:+.2f} %, to known {gap.known:+.2f} %")
        found.append(gap)
    return found


def solve(path: Path, seconds: float, engine: str) -> float:
    """Return the length of the routes that the program writes, counted by the checker."""
    folders = [str(odoo_env.ROOT), str(odoo_env.ROOT / "sales_funnel_territory")]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "routes.txt"
        values = {"FILE": path, "LIMIT": seconds, "SEED": 1, "OUT": out, "ENGINE": engine}
        env = {**os.environ, **{name: str(value) for name, value in values.items()}}
        env["PYTHONPATH"] = os.pathsep.join(folders)
        command = [sys.executable, str(odoo_env.ROOT / "benchmarks" / "pvrp.py")]
        try:
            subprocess.run(
                command, env=env, check=True, capture_output=True, timeout=seconds + GRACE
            )
        except subprocess.TimeoutExpired:
            raise VoidError(f"{path.name} took more than {seconds} seconds") from None
        length, wrong = pvrp_checker.check(path, out)
    if wrong:
        raise VoidError(f"{path.name}: {'; '.join(wrong[:3])}")
    return length


def results(databases: Databases, seconds: float, engine: str = "") -> list[Gap]:
    return gaps(databases.data, seconds * min(1.0, databases.leads / 1_000_000), engine)


@benchmark("planning.pvrp", Goal("ratio", 1), "% above best known, 60 s")
def best(databases: Databases) -> Measured:
    return Measured(mean(one.best for one in results(databases, SECONDS)), 0.8)


@benchmark("planning.pvrp_known", Goal("more", 0), "% above known, 60 s")
def known(databases: Databases) -> Measured:
    return Measured(mean(one.known for one in results(databases, SECONDS)), 0)


@benchmark("planning.pvrp_worst", Goal("ratio", 1), "% above best known, 60 s")
def worst(databases: Databases) -> Measured:
    return Measured(max(one.best for one in results(databases, SECONDS)), 2)


@benchmark("planning.pvrp_short", Goal("ratio", 1), "% above best known, 30 s")
def short(databases: Databases) -> Measured:
    return Measured(mean(one.best for one in results(databases, SHORT)), 1)


@benchmark("planning.pvrp_own", Goal("ratio", 1), "% above best known, no PyVRP")
def own(databases: Databases) -> Measured:
    return Measured(mean(one.best for one in results(databases, SECONDS, "own")), 1.5)
