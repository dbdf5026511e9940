"""A stage's new probability, which 300,000 of a million leads follow."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark
from benchmarks.million import PROBABILITIES

BY_HAND = """
UPDATE crm_lead SET
    probability = %(value)s,
    automated_probability = %(value)s,
    prorated_revenue = round((COALESCE(expected_revenue, 0) * %(value)s / 100)::numeric, 2),
    recurring_revenue_prorated =
        round((COALESCE(recurring_revenue, 0) * %(value)s / 100)::numeric, 2),
    recurring_revenue_monthly_prorated =
        round((COALESCE(recurring_revenue_monthly, 0) * %(value)s / 100)::numeric, 2)
WHERE stage_id = %(stage)s AND active AND won_status = 'pending'
"""
NEW = PROBABILITIES[0] + 5


@benchmark("funnel.stage_change_300k", Goal("ratio", 1.5))
def stage_change(databases):
    """Both are undone, and the table is cleaned of what they leave."""
    return alternate(
        lambda: change(databases, through_the_stage),
        lambda: change(databases, by_hand),
        repeats=3,
    )


def change(databases, how):
    with databases.env("million") as env:
        stage = env["crm.stage"].search([("is_won", "=", False)], order="sequence, id", limit=1)
        watch = Stopwatch()
        with watch.running():
            how(env, stage)
        env.cr.rollback()
        env.registry.clear_all_caches()
    databases.execute("million", "VACUUM crm_lead")
    return watch.seconds


def through_the_stage(env, stage):
    stage.probability = NEW
    env.cr.flush()


def by_hand(env, stage):
    env.cr.execute(BY_HAND, {"value": NEW, "stage": stage.id})
