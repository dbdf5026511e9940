"""Figures of all zones: load and money, as the nightly job counts them, beside hand-written SQL."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

# The same sums by zone, without travel, without hours of people, without branches.
BY_HAND = """
CREATE TEMP TABLE by_hand ON COMMIT DROP AS
SELECT load.territory_id, load.customers, load.visits, load.minutes, money.pipeline,
    money.weighted, money.won, load.potential
FROM (
    SELECT customer.territory_id, COUNT(*) AS customers, SUM(visits) AS visits,
        SUM(visits * minutes) AS minutes, SUM(potential) AS potential
    FROM (
        SELECT customer.territory_id, figures.potential,
            COALESCE(NULLIF(status.visit_minutes, 0), class.visit_minutes) AS minutes,
            CASE WHEN status.visit_number > 0
                THEN status.visit_number * CASE status.visit_unit WHEN 'month' THEN 12 ELSE 4 END
                ELSE class.visit_number * CASE class.visit_unit WHEN 'month' THEN 12 ELSE 4 END
            END AS visits
        FROM res_partner AS customer
        JOIN crm_customer_status AS status ON status.partner_id = customer.id
        LEFT JOIN crm_customer_class AS class ON class.id = status.class_id
        LEFT JOIN crm_customer_figures AS figures ON figures.status_id = status.id
        WHERE customer.active AND status.active AND customer.territory_id IS NOT NULL
    ) AS customer
    GROUP BY customer.territory_id
) AS load
LEFT JOIN (
    SELECT territory_id,
        SUM(expected_revenue) FILTER (WHERE active AND won_status = 'pending') AS pipeline,
        SUM(prorated_revenue) FILTER (WHERE active AND won_status = 'pending') AS weighted,
        SUM(expected_revenue) FILTER (WHERE won_status = 'won'
            AND forecast_date >= date_trunc('year', now())) AS won
    FROM crm_lead WHERE territory_id IS NOT NULL GROUP BY territory_id
) AS money ON money.territory_id = load.territory_id
"""


@benchmark("territory.figures", Goal("ratio", 1.5))
def figures(databases):
    """Load and money of 200 zones over 100,000 customers and a million leads / hand SQL."""
    return alternate(
        lambda: counted(databases, lambda env: env["crm.funnel.job"]._job_territory_figures()),
        lambda: counted(databases, by_hand),
        repeats=7,
    )


def by_hand(env):
    """As the job: nothing is compiled, sorts stay in memory."""
    env.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'")
    env.cr.execute(BY_HAND)
    assert env.cr.rowcount == 200


def counted(databases, how):
    with databases.env("territories") as env:
        watch = Stopwatch()
        with watch.running():
            how(env)
        return watch.seconds
