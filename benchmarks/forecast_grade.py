"""Forecast by Grade over a million opportunities against the same SELECT by hand."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

MEASURES = (  # of the pivot, in the web client's order; currencies it asks for unasked
    "customer_id:count_distinct",
    "close_rate:avg",
    "expected_revenue:sum",
    "company_currency:array_agg_distinct",
    "expected_revenue:sum_currency",
    "prorated_revenue:sum",
    "company_currency:array_agg_distinct",
    "prorated_revenue:sum_currency",
    "__count",
)
SETS = ([], ["forecast_grade"])
BY_HAND = """
SELECT CASE WHEN lead.won_status = 'won' THEN 'won' ELSE stage.grade END AS grade,
    count(DISTINCT customer.commercial_partner_id), count(*),
    100.0 * sum(lead.prorated_revenue) / NULLIF(sum(lead.expected_revenue), 0),
    sum(lead.expected_revenue), sum(lead.prorated_revenue)
FROM crm_lead AS lead
LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
LEFT JOIN res_partner AS customer ON customer.id = lead.partner_id
WHERE lead.active AND lead.type = 'opportunity' AND lead.company_id = %s
GROUP BY GROUPING SETS ((), (1))
"""


@benchmark("forecast.grade_1m", Goal("ratio", 1.3))
def by_grade(databases):
    """Grade, customers, opportunities, close rate, amount, expected result and total."""
    return alternate(
        lambda: measure(databases, as_the_pivot),
        lambda: measure(databases, by_hand),
        repeats=7,
    )


def measure(databases, how):
    with databases.env("million") as env:
        watch = Stopwatch()
        with watch.running():
            how(env)
        return watch.seconds


def as_the_pivot(env):
    domain = [("type", "=", "opportunity")]
    env["crm.lead"].formatted_read_grouping_sets(domain, SETS, MEASURES)


def by_hand(env):
    env.cr.execute(BY_HAND, [env.company.id])
    env.cr.fetchall()
