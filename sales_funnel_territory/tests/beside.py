"""What lies beside the add-on in its repository and does not ship: the benchmarks and checkers."""

import importlib
import sys
from pathlib import Path
from unittest import SkipTest

ROOT = Path(__file__).parents[2]


def benchmark(name):
    """Return a module of the benchmarks; without them the test is skipped."""
    if not (ROOT / "benchmarks").is_dir():
        raise SkipTest("the benchmarks are not here")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"benchmarks.{name}")
