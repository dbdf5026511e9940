"""The engine's round tour through an instance of TSPLIB.

Run by ``make tsp FILE=<instance> LIMIT=2 SEED=1 OUT=<file>``: LIMIT is in seconds from the start of
the command, OUT gets the places in order, on one line.
"""

import os
import sys
import time
from pathlib import Path

from planning.visits.day.tour import round_tour
from planning.visits.limits import Limits

from benchmarks import tsplib
from benchmarks.program_age import age

RESERVE = 0.1  # seconds to write the answer and to end


def main() -> int:
    """Read, search, check, write."""
    since = time.monotonic() - age()
    if not os.environ.get("FILE"):
        raise tsplib.InstanceError("Name an instance: FILE=<a .tsp file of TSPLIB>.")
    instance = tsplib.read(Path(os.environ["FILE"]))
    seconds = float(os.environ.get("LIMIT") or 2)
    limits = Limits(seconds=max(0.0, seconds - RESERVE))
    tour = round_tour(instance.distances, limits, int(os.environ.get("SEED") or 1), since)
    stops = [instance.numbers[row] for row in tour.order]
    if sorted(stops) != sorted(instance.numbers):
        raise tsplib.InstanceError("the tour does not visit each place once")
    if os.environ.get("OUT"):
        Path(os.environ["OUT"]).write_text(" ".join(map(str, stops)) + "\n", encoding="utf-8")
    print(f"{instance.name}: {len(stops)} places, {tour.iterations} iterations, {tour.stopped}")
    print(f"length {instance.length(tour.order)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (tsplib.InstanceError, ValueError) as reason:
        sys.exit(str(reason))
