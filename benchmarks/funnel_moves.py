"""Queries of a stage move: with the add-on at most two more, whatever the number of leads."""

from benchmarks.funnel_create import TWO_MORE
from benchmarks.measure import Measured, benchmark
from benchmarks.typed_leads import values


def move(databases, which, number, context):
    """Return the queries of the second of two moves: the first one fills the caches."""
    counts = []
    with databases.env(which) as env:
        quiet = env(context={**env.context, "tracking_disable": True})
        leads = quiet["crm.lead"].create(values(env, number)).with_env(env)
        quiet.cr.flush()
        stages = env["crm.stage"].search([("is_won", "=", False)], order="sequence, id")
        for stage in stages[1:]:
            env.invalidate_all()
            before = env.cr.sql_log_count
            leads.with_context(**context).write({"stage_id": stage.id})
            env.cr.flush()
            counts.append(env.cr.sql_log_count - before)
    return counts[-1]


def compare(databases, ours, number, **context):
    with_us, without = (move(databases, which, number, context) for which in (ours, "plain"))
    return Measured(with_us, without)


@benchmark("funnel.move_1_queries", TWO_MORE, "queries")
def move_1(databases):
    """One lead."""
    return compare(databases, "ours", 1)


@benchmark("funnel.move_1000_queries", TWO_MORE, "queries")
def move_1000(databases):
    """1,000 leads."""
    return compare(databases, "ours", 1000)


@benchmark("funnel.move_1000_queries_untracked", TWO_MORE, "queries")
def move_1000_untracked(databases):
    """1,000 leads without mail, which would hide what is ours."""
    return compare(databases, "ours", 1000, tracking_disable=True)


@benchmark("funnel.move_1_queries_staged", TWO_MORE, "queries")
def move_1_staged(databases):
    """One lead that follows its stage."""
    return compare(databases, "staged", 1)


@benchmark("funnel.move_1000_queries_staged", TWO_MORE, "queries")
def move_1000_staged(databases):
    """1,000 leads that follow their stage."""
    return compare(databases, "staged", 1000)


@benchmark("funnel.move_1000_queries_staged_untracked", TWO_MORE, "queries")
def move_1000_staged_untracked(databases):
    """1,000 leads that follow their stage, without mail."""
    return compare(databases, "staged", 1000, tracking_disable=True)
