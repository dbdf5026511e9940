"""Creating 1,000 leads."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

LEADS = 1000


def values(env, number=LEADS):
    """Return what a manager would type, for many leads of the first team."""
    team = env["crm.team"].search([], limit=1)
    return [
        {
            "name": f"Lead {index}",
            "type": "opportunity",
            "team_id": team.id,
            "user_id": env.uid,
            "expected_revenue": 1000.0 + index,
            "partner_name": f"Company {index}",
        }
        for index in range(number)
    ]


def create(databases, which, context):
    with databases.env(which) as env:
        leads = env["crm.lead"].with_context(**context)
        prepared = values(env)
        watch = Stopwatch()
        with watch.running():
            leads.create(prepared)
            env.cr.flush()
        return watch.seconds


def compare(databases, ours, **context):
    return alternate(
        lambda: create(databases, ours, context),
        lambda: create(databases, "plain", context),
        repeats=7,
    )


@benchmark("funnel.create_1000", Goal("ratio", 1.10))
def create_1000(databases):
    """As the module comes: predictive scoring."""
    return compare(databases, "ours")


@benchmark("funnel.create_1000_staged", Goal("ratio", 1.10))
def create_1000_staged(databases):
    """With the probability from the stage."""
    return compare(databases, "staged")
