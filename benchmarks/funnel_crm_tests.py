"""Odoo's own crm tests, on a database with the add-on and on one without.

CRM_TESTS=<expression over names> takes some of them, to try things out.
"""

import os
import subprocess
from xml.etree import ElementTree

from benchmarks.measure import Goal, Measured, Stopwatch, VoidError, alternate, benchmark
from dev import config, odoo, testing

EXPECTED = 141  # what Odoo's runner has in the pinned version
SELECTION = os.environ.get("CRM_TESTS", "")
REPORT = config.DEV / "bench_crm_tests.xml"


@benchmark("funnel.crm_tests", Goal("all"), "tests passed")
def passed(databases):
    """All of them, none skipped."""
    run(databases, "ours")
    return Measured(passed_tests(), EXPECTED)


@benchmark("funnel.crm_tests_wall", Goal("ratio", 1.10))
def wall(databases):
    """Seconds of the whole suite; the first runs, which build the browser's files, do not count."""
    judge = Judge()
    ours, plain = (Timed(databases, which, judge) for which in ("ours", "plain"))
    return alternate(ours, plain, repeats=3)


class Timed:
    """A run whose seconds are of the same green tests, and the same source, as every other's."""

    def __init__(self, databases, which, judge):
        self.databases, self.which, self.judge = databases, which, judge

    def __call__(self):
        seconds = run(self.databases, self.which)
        self.judge(self.which, passed_tests(), len(tests()))
        return seconds


class Judge:
    """Refuses a run that failed, was of other tests than the first one, or of another source."""

    def __init__(self, source=None):
        self.source = source or source_state
        self.before = self.source()
        self.number = None

    def __call__(self, which, passed, number):
        if self.source() != self.before:
            raise VoidError("the source has changed since the first run.")
        if not number or passed != number:
            raise VoidError(f"{passed} of {number} tests passed ({which}; log in {log(which)}).")
        if number != (self.number or number):
            raise VoidError(f"{number} tests ran ({which}), {self.number} in the first run.")
        self.number = number


def source_state():
    """Return what the add-ons are now; files that Python or the tests write are no part of it."""
    files = [path for addon in config.addons() for path in addon.rglob("*") if path.is_file()]
    return config.files_digest([path for path in files if "__pycache__" not in path.parts])


def run(databases, which):
    folder = odoo.addons_folder("crm") / "tests"
    words = [str(odoo.python()), *testing.PYTEST, f"--junitxml={REPORT}", "-q", "--durations=0"]
    words += [f"--odoo-database={databases.name(which)}", f"--odoo-config={configuration()}"]
    words += ["--odoo-http", f"--house-crm={folder}", str(folder)]
    words += ["-k", SELECTION] if SELECTION else []
    REPORT.unlink(missing_ok=True)
    watch = Stopwatch()
    with watch.running():
        done = subprocess.run(
            words,
            env=odoo.environment(),
            cwd=config.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    log(which).write_text(done.stdout + done.stderr)
    return watch.seconds


def log(which):
    return config.DEV / f"bench_crm_tests_{which}.log"


def configuration():
    """Return a configuration of our own: the browser tests need a port nobody else has."""
    path = config.DEV / "bench.conf"
    path.write_text(f"{config.CONF.read_text()}http_port = {odoo.free_port()}\n")
    path.chmod(0o600)
    return path


def passed_tests():
    """Return how many tests passed."""
    bad = ("error", "failure", "skipped")
    return sum(all(case.find(name) is None for name in bad) for case in tests())


def tests():
    """Return the tests of the last run; the report's own sums count each subtest, too."""
    if not REPORT.exists():
        return []
    return list(ElementTree.parse(REPORT).getroot().iter("testcase"))
