"""Run the benchmarks: ``make bench``, with ``ONLY=<part of a name>``, ``DATA=<folder>``, ``SCALE``.

Each line measures ours and the reference in turns, in the same run on the same machine: seconds
change from machine to machine, the ratio much less. ``SCALE=0.01`` takes 10,000 opportunities
instead of a million, to try things out.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import bench_databases, odoo_env
from benchmarks.measure import DataMissingError, VoidError, benchmark
from dev.say import Stop, step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.measure import Benchmark, Measured

RESULT = odoo_env.ROOT / ".dev" / "bench.json"
# In the order of the table; the tests of crm take the longest, so they come last.
FILES = (
    "funnel_create",
    "funnel_amount",
    "funnel_moves",
    "funnel_gates",
    "funnel_assignment",
    "funnel_stage_change",
    "funnel_scoring",
    "history_rebuild",
    "history_check",
    "forecast_waterfall",
    "forecast_board",
    "forecast_submit",
    "history_as_of",
    "history_transitions",
    "customer_status",
    "customer_partners",
    "report_list",
    "report_search",
    "report_preparation",
    "report_submit",
    "territory_assign",
    "territory_figures",
    "territory_narrow_list",
    "planning_day",
    "planning_drag",
    "planning_tsp",
    "planning_pvrp",
    "planning_quarter",
    "planning_month",
    "planning_thousand",
    "planning_replan",
    "planning_levels",
    "time_matrix",
    "forecast_pivot",
    "forecast_grade",
    "forecast_maven",
    "customer_duplicates",
    "territory_map",
    "funnel_crm_tests",
)
WIDTHS = (42, 12, 12, 8, 10, 8)


def main() -> int:
    """Run what was asked for; returns 1 when a line is SHORT."""
    for name in FILES:
        importlib.import_module(f"benchmarks.{name}")
    chosen = select(os.environ.get("ONLY", ""), benchmark.benchmarks)
    scale = float(os.environ.get("SCALE") or 1)
    odoo_env.start(log_level="error")
    databases = bench_databases.Databases(scale, os.environ.get("DATA", ""))
    try:
        results = [measure(one, databases) for one in chosen]
    finally:
        databases.drop_small()
    print_table(results, databases.leads)
    RESULT.write_text(json.dumps(results, indent=2) + "\n")
    return int(any(result["ok"] is False for result in results))


def select(only: str, benchmarks: Iterable[Benchmark]) -> list[Benchmark]:
    """Return the benchmarks called so, or with the word in their names; all without words."""
    names = {one.name for one in benchmarks}
    words = only.split()
    chosen = [
        one
        for one in benchmarks
        if not words or any(one.name == w or (w not in names and w in one.name) for w in words)
    ]
    if not chosen:
        raise Stop(f"ONLY={only}: no benchmark is called so.")
    return chosen


def measure(one: Benchmark, databases: bench_databases.Databases) -> dict[str, object]:
    """Measure one line; data that were not given make it MISSING, what proves nothing VOID."""
    step(one.name)
    start = time.monotonic()
    try:
        measured = one.run(databases)
    except DataMissingError:
        return without_figure(one, None)
    except VoidError as reason:
        step(f"{one.name} is void: {reason}")
        return without_figure(one, False)
    figures = f"{measured.ours:.3f} / {measured.reference:.3f}, noise {measured.noise:.1%}"
    step(f"{one.name}: {figures} ({time.monotonic() - start:.0f} s)")
    return result(one, measured)


def without_figure(one: Benchmark, ok: bool | None) -> dict[str, object]:
    """Return a line that has no figure; ``ok`` is null where data are missing."""
    values = {"ours": None, "reference": None, "ratio": None, "goal": str(one.goal), "ok": ok}
    return {"name": one.name, **values, "unit": one.unit, "noise": None}


def result(one: Benchmark, measured: Measured) -> dict[str, object]:
    """Return a line as it is written to bench.json."""
    ours, reference = measured.ours, measured.reference
    return {
        "name": one.name,
        "ours": round(ours, 4),
        "reference": round(reference, 4),
        "ratio": round(measured.ratio, 3) if reference else None,
        "goal": str(one.goal),
        "ok": one.goal.holds(measured),
        "unit": one.unit,
        "noise": round(measured.noise, 3),
    }


def print_table(results: Iterable[dict[str, object]], leads: int) -> None:
    """Print the table, and how many opportunities "1m" was."""
    print(line(("benchmark", "ours", "reference", "ratio", "goal", "", "unit (noise)")))
    for one in results:
        short = "VOID" if one["ours"] is None else "SHORT"
        verdict = {True: "ok", False: short, None: "MISSING"}[one["ok"]]
        noise = f"{one['unit']} ({one['noise']:.1%})" if one["noise"] else str(one["unit"])
        figures = (shown(one[key]) for key in ("ours", "reference", "ratio"))
        print(line((str(one["name"]), *figures, str(one["goal"]), verdict, noise)))
    if leads != bench_databases.FULL:
        print(f"1m was {leads:,} opportunities: no figure to rely on.")


def shown(figure: object) -> str:
    """Return a number with as many digits as it deserves."""
    if figure is None:
        return "-"
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:,.3f}"


def line(words: Iterable[str]) -> str:
    """Return a row of the table: the name to the left, figures to the right."""
    name, *others = words
    return name.ljust(WIDTHS[0]) + "".join(
        f" {word.rjust(WIDTHS[at]) if at < len(WIDTHS) else ' ' + word}"
        for at, word in enumerate(others, 1)
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as reason:
        sys.exit(str(reason))
