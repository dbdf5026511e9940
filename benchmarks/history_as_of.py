"""Totals by stage and salesperson as of a day, from six million states."""

import datetime

from benchmarks.history_totals import measure, today
from benchmarks.measure import Goal, Measured, alternate, benchmark

DAYS_AGO = (30, 365, 730)
BY = ["user_name", "stage_name"]
MEASURES = ["__count", "expected_revenue:sum", "weighted_revenue:sum"]
BY_HAND = """
SELECT user_name, stage_name, count(*), sum(expected_revenue), sum(weighted_revenue)
FROM crm_lead_history
WHERE valid_from <= %(day)s AND COALESCE(valid_to, 'infinity'::timestamp) > %(day)s
  AND status IN ('open', 'won', 'lost') AND (company_id IS NULL OR company_id = %(company)s)
GROUP BY user_name, stage_name ORDER BY user_name, stage_name
"""


@benchmark("history.as_of_6m", Goal("ratio", 1.2))
def as_of(databases):
    """As the pivot asks, against the same SELECT by hand."""
    with databases.env("past") as env:
        assert [sorted(rows) for rows in through_the_model(env)] == [
            sorted(rows) for rows in by_hand(env)
        ]
    return alternate(
        lambda: measure(databases, "past", through_the_model),
        lambda: measure(databases, "past", by_hand),
        repeats=7,
    )


@benchmark("history.as_of_6m_today", Goal("ratio", 3))
def as_of_today(databases):
    """Against today's totals of the million leads."""
    measured = alternate(
        lambda: measure(databases, "past", through_the_model) / len(DAYS_AGO),
        lambda: measure(databases, "past", today),
        repeats=7,
    )
    return Measured(measured.ours, measured.reference, measured.ratios)


def days(env):
    """Return the days asked about: lately, a year ago, and when little had happened yet."""
    return [env.cr.now() - datetime.timedelta(days=ago) for ago in DAYS_AGO]


def through_the_model(env):
    history = env["crm.lead.history"]
    return [history._read_group(history._as_of(day), BY, MEASURES) for day in days(env)]


def by_hand(env):
    answers = []
    for day in days(env):
        env.cr.execute(BY_HAND, {"day": day, "company": env.company.id})
        answers.append(env.cr.fetchall())
    return answers
