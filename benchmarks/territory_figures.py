"""Figures of all zones: load and money, as the nightly job counts them, beside hand-written SQL."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

# The same figures by zone, the way between visits by square of the map, classes beside; without
# the way to an area, without hours of people, without branches.
BY_HAND = """
CREATE TEMP TABLE by_hand ON COMMIT DROP AS
SELECT load.*, money.pipeline, money.weighted, money.won, worth.potential
FROM (
    SELECT territory_id, SUM(customers) AS customers, SUM(visits) AS visits,
        SUM(minutes + visits * 2.4 * 0.7124 * 11.1 / SQRT(customers)) / 60 AS hours
    FROM (
        SELECT territory_id, COUNT(*) AS customers, SUM(visits) AS visits,
            SUM(visits * minutes) AS minutes, FLOOR(latitude / 0.1) AS y,
            FLOOR(longitude * COS(RADIANS(latitude)) / 0.1) AS x
        FROM (
            SELECT customer.territory_id, customer.partner_latitude::float8 AS latitude,
                customer.partner_longitude::float8 AS longitude,
                COALESCE(NULLIF(status.visit_minutes, 0), class.visit_minutes) AS minutes,
                CASE WHEN status.visit_number > 0
                    THEN status.visit_number * CASE status.visit_unit WHEN 'month' THEN 12 ELSE 4
                        END
                    ELSE class.visit_number * CASE class.visit_unit WHEN 'month' THEN 12 ELSE 4 END
                END AS visits
            FROM res_partner AS customer
            JOIN crm_customer_status AS status ON status.partner_id = customer.id
            LEFT JOIN crm_customer_class AS class ON class.id = status.class_id
            WHERE customer.active AND status.active AND customer.territory_id IS NOT NULL
        ) AS customer
        GROUP BY territory_id, y, x
    ) AS square
    GROUP BY territory_id
) AS load
LEFT JOIN (
    SELECT CASE won_status WHEN 'won' THEN won_territory_id ELSE territory_id END AS territory_id,
        SUM(expected_revenue) FILTER (WHERE active AND won_status = 'pending') AS pipeline,
        SUM(prorated_revenue) FILTER (WHERE active AND won_status = 'pending') AS weighted,
        SUM(expected_revenue) FILTER (WHERE won_status = 'won'
            AND forecast_date >= date_trunc('year', now())) AS won
    FROM crm_lead WHERE territory_id IS NOT NULL GROUP BY 1
) AS money ON money.territory_id = load.territory_id
LEFT JOIN (
    SELECT customer.territory_id, SUM(figures.potential) AS potential
    FROM crm_customer_figures AS figures
    JOIN crm_customer_status AS status ON status.id = figures.status_id AND status.active
    JOIN res_partner AS customer ON customer.id = status.partner_id AND customer.active
    GROUP BY customer.territory_id
) AS worth ON worth.territory_id = load.territory_id
"""
CLASSES_BY_HAND = """
CREATE TEMP TABLE classes_by_hand ON COMMIT DROP AS
SELECT customer.territory_id, status.class_id, COUNT(*)
FROM res_partner AS customer JOIN crm_customer_status AS status ON status.partner_id = customer.id
WHERE customer.active AND status.active AND customer.territory_id IS NOT NULL GROUP BY 1, 2
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
    env.cr.execute(CLASSES_BY_HAND)


def counted(databases, how):
    with databases.env("territories") as env:
        watch = Stopwatch()
        with watch.running():
            how(env)
        return watch.seconds
