"""The forecast board of 500 people in 60 teams over a million deals, against sums by hand."""

from datetime import timedelta

from benchmarks.history_totals import measure
from benchmarks.measure import Goal, Measured, alternate, benchmark

FEW = 10
# Deals by team, person, category and whether they are late; the past that coverage and pace need.
DEALS = """
SELECT team_id, user_id, forecast_category, won_status,
    won_status = 'pending' AND forecast_date < %(today)s AS is_late,
    sum(expected_revenue), sum(prorated_revenue)
FROM crm_lead
WHERE type = 'opportunity' AND company_id = %(company)s AND forecast_date <= %(last)s
  AND (won_status = 'won' AND forecast_date >= %(first)s OR won_status = 'pending' AND active)
GROUP BY 1, 2, 3, 4, 5
"""
DECIDED = """
SELECT team_id, user_id, won_status, count(*) FROM crm_lead
WHERE type = 'opportunity' AND company_id = %(company)s AND won_status IN ('won', 'lost')
  AND date_closed >= %(year_ago)s
GROUP BY 1, 2, 3
"""
WON = """
SELECT team_id, user_id, sum(expected_revenue) FROM crm_lead
WHERE type = 'opportunity' AND company_id = %(company)s AND won_status = 'won'
  AND forecast_date BETWEEN %(before)s AND %(same_day)s
GROUP BY 1, 2
"""
QUARTER = 91


@benchmark("forecast.board", Goal("ratio", 2.0))
def board(databases):
    """The first content of the board: a row for each person, rolled up by teams."""
    return alternate(
        lambda: measure(databases, "million", ask),
        lambda: measure(databases, "million", by_hand),
        repeats=5,
    )


@benchmark("forecast.board_queries", Goal("more", 0), "queries")
def board_queries(databases):
    """Queries of it with 500 people / with the deals of ten of them."""
    with databases.env("million") as env:
        ask(env)
        many = count(env)
        keep_few(env)
        ask(env)
        return Measured(many, count(env))


def ask(env):
    return env["crm.forecast.board"].get_board({})


def count(env):
    env.invalidate_all()
    before = env.cr.sql_log_count
    ask(env)
    return env.cr.sql_log_count - before


def keep_few(env):
    """Leave the deals of few people, until the transaction is rolled back."""
    env.cr.execute(
        """UPDATE crm_lead SET type = 'lead' WHERE user_id NOT IN (
        SELECT id FROM res_users WHERE login LIKE 'bench.%%' ORDER BY id LIMIT %s)""",
        [FEW],
    )
    env.invalidate_all()


def by_hand(env):
    period = ask_period(env)
    today = env["crm.lead"]._todays()[env.company.id]
    values = {
        **period,
        "today": today,
        "company": env.company.id,
        "year_ago": today - timedelta(days=365),
    }
    for statement in (DEALS, DECIDED):
        env.cr.execute(statement, values)
        env.cr.fetchall()
    for number in range(1, 5):
        before = period["first"] - timedelta(days=QUARTER * number)
        same_day = before + (today - period["first"])
        env.cr.execute(WON, {**values, "before": before, "same_day": same_day})
        env.cr.fetchall()


def ask_period(env):
    """Return first and last day of the period that the board shows."""
    period = env["crm.forecast.board"]._read_asked({}).period
    return {"first": period.first, "last": period.last}
