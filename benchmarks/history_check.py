"""The nightly check of a million open rows."""

from benchmarks.history_totals import measure, today
from benchmarks.measure import Goal, alternate, benchmark


@benchmark("history.check_1m", Goal("ratio", 4))
def check(databases):
    """Nothing was changed behind Odoo's back, as on nearly every night."""
    return alternate(
        lambda: measure(databases, "million", compare_all),
        lambda: measure(databases, "million", today),
        repeats=7,
    )


def compare_all(env):
    found = env["crm.lead.history"]._check()
    assert not found, f"{found} leads differ from their history"
