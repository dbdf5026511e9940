"""Moving leads out of a stage with eight exit criteria of different kinds, all of them met."""

from benchmarks.measure import Goal, Measured, Stopwatch, alternate, benchmark
from benchmarks.typed_leads import LEADS


def move(databases, number, has_gates, context):
    """Return seconds and queries of moving a number of leads to the second stage."""
    with databases.env("gated") as env:
        if not has_gates:
            env["crm.stage.gate"].search([]).active = False
            env.cr.flush()
        stages = env["crm.stage"].search([("is_won", "=", False)], order="sequence, id")
        leads = env["crm.lead"].with_context(**context).search([], limit=number)
        assert leads.stage_id == stages[0]
        env.invalidate_all()
        watch, before = Stopwatch(), env.cr.sql_log_count
        with watch.running():
            leads.write({"stage_id": stages[1].id})
            env.cr.flush()
        queries = env.cr.sql_log_count - before
        env.cr.rollback()
        env.registry.clear_all_caches()
        return watch.seconds, queries


@benchmark("funnel.gates_1000", Goal("ratio", 1.5))
def gates(databases):
    """As people move them, mail's tracking included."""
    return alternate(
        lambda: move(databases, LEADS, True, {})[0],
        lambda: move(databases, LEADS, False, {})[0],
        repeats=5,
    )


@benchmark("funnel.gates_queries", Goal("more", 0), "queries")
def gates_queries(databases):
    """What the criteria of 1,000 leads cost against those of 100.

    Of more leads Odoo reads a thousand at a time, with the add-on as without it.
    """
    return Measured(cost(databases, LEADS), cost(databases, LEADS // 10))


def cost(databases, number):
    """Return the queries of the second of two moves, with criteria minus without."""
    context = {"tracking_disable": True}
    return [
        move(databases, number, True, context)[1] - move(databases, number, False, context)[1]
        for _round in range(2)
    ][-1]
