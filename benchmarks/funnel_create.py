"""Creating 1,000 leads, with mail's tracking and without, and the queries it takes."""

from benchmarks.measure import Goal, Measured, Stopwatch, alternate, benchmark
from benchmarks.typed_leads import values

ALMOST = Goal("ratio", 1.10)
UNTRACKED = Goal("ratio", 1.4)
TWO_MORE = Goal("more", 2)


def create(databases, which, context):
    with databases.env(which) as env:
        leads = env["crm.lead"].with_context(**context)
        prepared = values(env)
        watch = Stopwatch()
        with watch.running():
            leads.create(prepared)
            env.cr.flush()
        return watch.seconds


def count_queries(databases, which, context):
    """Return the queries of the second of two creations: the first one fills the caches."""
    with databases.env(which) as env:
        leads = env["crm.lead"].with_context(**context)
        prepared = values(env)
        for _round in range(2):
            env.invalidate_all()
            before = env.cr.sql_log_count
            leads.create(prepared)
            env.cr.flush()
        return env.cr.sql_log_count - before


def compare(databases, ours, **context):
    return alternate(
        lambda: create(databases, ours, context),
        lambda: create(databases, "plain", context),
        repeats=7,
    )


@benchmark("funnel.create_1000", ALMOST)
def create_1000(databases):
    """As the module comes: predictive scoring."""
    return compare(databases, "ours")


@benchmark("funnel.create_1000_staged", ALMOST)
def create_1000_staged(databases):
    """With the probability from the stage."""
    return compare(databases, "staged")


@benchmark("funnel.create_1000_untracked", UNTRACKED)
def create_1000_untracked(databases):
    """Without mail, which would hide what is ours."""
    return compare(databases, "ours", tracking_disable=True)


@benchmark("funnel.create_1000_queries_untracked", TWO_MORE, "queries")
def create_1000_queries(databases):
    """The queries of it."""
    context = {"tracking_disable": True}
    return Measured(*(count_queries(databases, which, context) for which in ("ours", "plain")))
