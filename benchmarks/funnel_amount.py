"""Writing the amount of 80 leads, a page of the list: each write is a transaction of its own."""

import datetime

from benchmarks.funnel_create import TWO_MORE, UNTRACKED
from benchmarks.measure import Goal, Measured, Stopwatch, alternate, benchmark
from benchmarks.typed_leads import values

LEADS = 80
WRITES = 5
UNTRACKED_WRITES = 40
REPEATS = 9
TRACKED = Goal("ratio", 1.15)


def write(databases, which, number, context):
    """Return seconds and queries of a number of writes after the first one, each an hour later."""
    with databases.env(which) as env:
        quiet = env(context={**env.context, "tracking_disable": True})
        leads = quiet["crm.lead"].create(values(env, LEADS))
        quiet.cr.flush()
        leads = leads.with_env(env(context={**env.context, **context}))
        write_one(env, leads, 1)
        watch = Stopwatch()
        before = env.cr.sql_log_count
        with watch.running():
            for amount in range(2, number + 2):
                write_one(env, leads, amount)
        return watch.seconds, env.cr.sql_log_count - before


def write_one(env, leads, amount):
    """Write one amount. The clock moves on: a transaction amends its own row of the history."""
    env.invalidate_all()
    env.cr._now = env.cr.now() + datetime.timedelta(hours=1)
    leads.write({"expected_revenue": amount})
    env.cr.flush()


def compare(databases, ours, number, **context):
    return alternate(
        lambda: write(databases, ours, number, context)[0],
        lambda: write(databases, "plain", number, context)[0],
        repeats=REPEATS,
    )


def compare_queries(databases, **context):
    return Measured(*(write(databases, which, 1, context)[1] for which in ("ours", "plain")))


@benchmark("funnel.amount_80", TRACKED)
def amount(databases):
    """As the module comes."""
    return compare(databases, "ours", WRITES)


@benchmark("funnel.amount_80_staged", TRACKED)
def amount_staged(databases):
    """With the probability from the stage."""
    return compare(databases, "staged", WRITES)


@benchmark("funnel.amount_80_untracked", UNTRACKED)
def amount_untracked(databases):
    """Without mail, which would hide what is ours."""
    return compare(databases, "ours", UNTRACKED_WRITES, tracking_disable=True)


@benchmark("funnel.amount_80_queries", TWO_MORE, "queries")
def amount_queries(databases):
    """The queries of one write."""
    return compare_queries(databases)


@benchmark("funnel.amount_80_queries_untracked", TWO_MORE, "queries")
def amount_queries_untracked(databases):
    """The queries of one write, without mail."""
    return compare_queries(databases, tracking_disable=True)
