"""Round tours of TSPLIB beside their proven optima: ``make tsp`` on each instance, 2 seconds.

Instances are the folder ``tsp`` of DATA, with ``optima.csv`` (instance, optimum). The reference is
the goal: mean percent above the optimum.
"""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import odoo_env, tsplib
from benchmarks.measure import DataMissingError, Goal, Measured, VoidError, benchmark
from dev.say import step

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases

SECONDS = 2
GRACE = 0.5  # seconds for a busy machine to end a program
SEEDS = (1, 2, 3)


@benchmark("planning.tsp", Goal("ratio", 1), "% above optimum, 2 s")
def tours(databases: Databases) -> Measured:
    """Mean over the instances and seeds."""
    folder = Path(databases.data or "-") / "tsp"
    optima = folder / "optima.csv"
    if not optima.is_file():
        raise DataMissingError
    gaps = []
    for row in csv.DictReader(optima.read_text().splitlines()):
        found = [length(folder / f"{row['instance']}.tsp", seed) for seed in SEEDS]
        gaps += [100 * (one / int(row["optimum"]) - 1) for one in found]
        step(f"{row['instance']}: {', '.join(f'{gap:.2f}' for gap in gaps[-len(SEEDS) :])} %")
    if min(gaps) < 0:
        raise VoidError("a tour is shorter than the shortest: distances are wrong")
    return Measured(statistics.mean(gaps), 0.5)


def length(path: Path, seed: int) -> int:
    """Return the length of the tour that the program writes, counted here."""
    instance = tsplib.read(path)
    rows = {number: row for row, number in enumerate(instance.numbers)}
    folders = [str(odoo_env.ROOT), str(odoo_env.ROOT / "sales_funnel_territory")]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "tour.txt"
        values = {"FILE": path, "LIMIT": SECONDS, "SEED": seed, "OUT": out}
        env = {**os.environ, **{name: str(value) for name, value in values.items()}}
        env["PYTHONPATH"] = os.pathsep.join(folders)
        command = [sys.executable, str(odoo_env.ROOT / "benchmarks" / "tsp.py")]
        try:
            done = subprocess.run(
                command, env=env, check=True, capture_output=True, timeout=SECONDS + GRACE
            )
        except subprocess.TimeoutExpired:
            raise VoidError(f"{path.name} took more than {SECONDS} seconds") from None
        tour = [rows[int(word)] for word in out.read_text().split()]
    if sorted(tour) != sorted(rows.values()):
        raise VoidError(f"the tour of {path.name} does not visit each place once")
    told = int(done.stdout.split()[-1])
    if told != instance.length(tour):
        raise VoidError(f"{path.name}: {told} is told, {instance.length(tour)} is true")
    return told
