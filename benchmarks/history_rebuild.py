"""Rebuilding the history from a million tracked values, against inserting as many rows."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

# What a rebuild begins with: the present, as the installation records it.
PRESENT = "CREATE TABLE bench_present AS SELECT * FROM crm_lead_history WHERE valid_to IS NULL"
EMPTIED = "TRUNCATE crm_lead_history"
FILLED = "INSERT INTO crm_lead_history SELECT * FROM bench_present"
REBUILT = """
CREATE TABLE bench_rebuilt AS
SELECT * FROM crm_lead_history WHERE origin = 'rebuilt' ORDER BY lead_id, valid_from
"""
BY_HAND = "INSERT INTO crm_lead_history SELECT * FROM bench_rebuilt"


@benchmark("history.rebuild_1m", Goal("ratio", 1.7))
def rebuild(databases):
    """Both add the same rows to the same table with the same indexes, and are undone."""
    return alternate(
        lambda: measure(databases, through_the_log),
        lambda: measure(databases, by_hand),
        repeats=5,
    )


def measure(databases, how):
    with databases.env("logged") as env:
        before = count(env)
        prepare(env)
        watch = Stopwatch()
        with watch.running():
            how(env)
        assert count(env) == before, "not the rows that the installation rebuilt"
        return watch.seconds


def prepare(env):
    """Leave the present only, in this transaction; keep aside what was rebuilt."""
    for statement in (PRESENT, REBUILT, EMPTIED, FILLED):
        env.cr.execute(statement)
    for table in ("crm_lead_history", "bench_rebuilt"):
        env.cr.execute(f"ANALYZE {table}")


def count(env):
    env.cr.execute("SELECT count(*) FROM crm_lead_history WHERE origin = 'rebuilt'")
    return env.cr.fetchone()


def through_the_log(env):
    env["crm.lead.history"]._rebuild()


def by_hand(env):
    env.cr.execute(BY_HAND)
