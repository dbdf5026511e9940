"""The preparation of a visit at a customer with 500 reports and 50 opportunities."""

from benchmarks.measure import Goal, Measured, benchmark

MOST = 25
REPORTS, LEADS = 500, 50
FILL = """
WITH made AS (
    INSERT INTO crm_call_report (name, kind, state, partner_id, user_id, date, company_id, active,
        purpose, next_step)
    SELECT 'B' || i, 'phone', 'submitted', %(partner)s, %(user)s,
        now() - i * interval '1 day', %(company)s, TRUE, 'Purpose ' || i, 'Step ' || i
    FROM generate_series(1, %(reports)s) AS i RETURNING id)
INSERT INTO crm_call_report_action (report_id, name, user_id, is_theirs, date_due, state, sequence)
SELECT id, 'Action', %(user)s, FALSE, now()::date, 'open', 10 FROM made
"""


@benchmark("report.preparation_queries", Goal("more", 0), "queries")
def preparation(databases):
    """Queries of the screen / the most that are allowed."""
    return Measured(count(databases), MOST)


def count(databases):
    with databases.env("ours") as opened:
        customer = fill(opened)
        context = {"lang": "en_US", "tz": "UTC"}
        env = opened(user=opened.ref("base.user_admin"), context=context)
        for _time in range(2):
            env.invalidate_all()
            before = env.cr.sql_log_count
            found = env["crm.preparation"].get_preparation("res.partner", customer.id)
            queries = env.cr.sql_log_count - before
        assert all(part["label"] for part in found["parts"])
        return queries


def fill(env):
    customer = env["res.partner"].create(
        {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
    )
    env["crm.lead"].create(
        [
            {
                "name": f"Hall {number}",
                "type": "opportunity",
                "partner_id": customer.id,
                "expected_revenue": number,
            }
            for number in range(LEADS)
        ]
    )
    env.flush_all()
    env.cr.execute(
        FILL,
        {
            "partner": customer.id,
            "user": env.ref("base.user_admin").id,
            "company": env.company.id,
            "reports": REPORTS,
        },
    )
    env.cr.flush()
    return customer
