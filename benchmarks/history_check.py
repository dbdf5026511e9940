"""The nightly check of a million open rows, and that of the first night."""

from benchmarks.history_totals import measure as measure_today
from benchmarks.history_totals import today
from benchmarks.measure import Goal, Stopwatch, alternate, benchmark


@benchmark("history.check_1m", Goal("ratio", 4))
def check(databases):
    """Nothing was changed behind Odoo's back since yesterday, as on nearly every night."""
    return alternate(
        lambda: measure(databases, [look, look]),
        lambda: measure_today(databases, "million", today),
        repeats=7,
    )


@benchmark("history.check_1m_all", Goal("ratio", 12))
def check_all(databases):
    """Every lead is compared: the first night, after a restore, when stages changed."""
    return alternate(
        lambda: measure(databases, [look]),
        lambda: measure_today(databases, "million", today),
        repeats=7,
    )


def measure(databases, nights):
    """Return the seconds of the last of some nights, each of which has nothing to find."""
    with databases.env("million") as env:
        for night in nights:
            watch = Stopwatch()
            with watch.running():
                night(env)
        return watch.seconds


def look(env):
    found = env["crm.lead.history"]._check()
    assert not found, f"{found} leads differ from their history"
