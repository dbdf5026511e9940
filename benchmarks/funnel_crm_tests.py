"""Odoo's own crm tests, on a database with the add-on and on one without."""

import subprocess
from xml.etree import ElementTree

from benchmarks.measure import Goal, Measured, Stopwatch, alternate, benchmark
from dev import config, odoo, testing

EXPECTED = 141  # what Odoo's runner has in the pinned version
REPORT = config.DEV / "bench_crm_tests.xml"


@benchmark("funnel.crm_tests", Goal("all"), "tests passed")
def passed(databases):
    """All of them, none skipped."""
    run(databases, "ours")
    return Measured(passed_tests(), EXPECTED)


@benchmark("funnel.crm_tests_wall", Goal("ratio", 1.10))
def wall(databases):
    """Seconds of the whole suite; the first runs, which build the browser's files, do not count."""
    return alternate(lambda: run(databases, "ours"), lambda: run(databases, "plain"), repeats=3)


def run(databases, which):
    folder = odoo.addons_folder("crm") / "tests"
    words = [str(odoo.python()), *testing.PYTEST, f"--junitxml={REPORT}", "-q", "--durations=0"]
    words += [f"--odoo-database={databases.name(which)}", f"--odoo-config={configuration()}"]
    words += ["--odoo-http", f"--house-crm={folder}", str(folder)]
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
    (config.DEV / f"bench_crm_tests_{which}.log").write_text(done.stdout + done.stderr)
    return watch.seconds


def configuration():
    """Return a configuration of our own: the browser tests need a port nobody else has."""
    path = config.DEV / "bench.conf"
    path.write_text(f"{config.CONF.read_text()}http_port = {odoo.free_port()}\n")
    path.chmod(0o600)
    return path


def passed_tests():
    """Return the number of tests; the report's own sums count each subtest, too."""
    cases = ElementTree.parse(REPORT).getroot().iter("testcase")
    bad = ("error", "failure", "skipped")
    return sum(all(case.find(name) is None for name in bad) for case in cases)
