"""Conversion and velocity over a million transitions, as the pivot asks for them."""

from benchmarks.history_totals import measure
from benchmarks.measure import Goal, alternate, benchmark

AS_BY_HAND = Goal("ratio", 1.3)
CONVERSION = (  # of the pivot, as it opens
    "lead_count:count_distinct",
    "conversion_rate:avg",
    "win_rate:avg",
    "days:avg",
    "days_80:avg",
    "__count",
)
VELOCITY = ("velocity:avg", "__count")
# When each lead was open for the last time.
ENDED = """
ended AS (
    SELECT lead_id, max(valid_to) AS at FROM crm_lead_history
    WHERE chain = 0 AND status = 'open' AND valid_to IS NOT NULL GROUP BY lead_id
)
"""
CONVERSION_BY_HAND = f"""
WITH {ENDED},
stay AS (
    SELECT lead_id, chain, company_id, stage_id, stage_name, valid_from,
        lead(stage_id) OVER story AS next_id, lead(valid_from) OVER story AS next_from
    FROM crm_lead_history WHERE is_entry AND type = 'opportunity'
    WINDOW story AS (PARTITION BY lead_id, chain ORDER BY valid_from)
),
judged AS (
    SELECT stay.lead_id, stay.stage_name,
        EXTRACT(epoch FROM COALESCE(next_from, CASE WHEN last.status <> 'open'
            AND here.is_won IS NOT TRUE THEN COALESCE(ended.at, last.valid_from) END)
            - stay.valid_from) / 86400.0 AS days,
        CASE WHEN onward.is_won THEN TRUE
            WHEN next_id IS NOT NULL THEN onward.sequence >= here.sequence
            WHEN last.status <> 'open' AND here.is_won IS NOT TRUE
                THEN last.status = 'won' END AS went_on,
        last.status
    FROM stay
    LEFT JOIN crm_lead_history AS last
        ON last.lead_id = stay.lead_id AND last.valid_to IS NULL AND stay.chain = 0
    LEFT JOIN ended ON ended.lead_id = last.lead_id AND last.status <> 'open'
    LEFT JOIN crm_stage AS here ON here.id = stay.stage_id
    LEFT JOIN crm_stage AS onward ON onward.id = stay.next_id
    WHERE stay.company_id = %(company)s OR stay.company_id IS NULL
)
SELECT stage_name, count(DISTINCT lead_id),
    avg(CASE went_on WHEN TRUE THEN 100.0 WHEN FALSE THEN 0.0 END),
    100.0 * count(DISTINCT lead_id) FILTER (WHERE status = 'won')
        / NULLIF(count(DISTINCT lead_id) FILTER (WHERE status IN ('won', 'lost')), 0),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
    percentile_cont(0.8) WITHIN GROUP (ORDER BY days), count(*)
FROM judged GROUP BY GROUPING SETS ((), (stage_name)) ORDER BY stage_name NULLS FIRST
"""
VELOCITY_BY_HAND = f"""
WITH {ENDED},
stay AS (
    SELECT lead_id, chain, company_id, user_name, valid_from,
        first_value(valid_from) OVER story AS cohort
    FROM crm_lead_history WHERE is_entry AND type = 'opportunity'
    WINDOW story AS (PARTITION BY lead_id, chain ORDER BY valid_from)
)
SELECT stay.user_name,
    sum(last.expected_revenue) FILTER (WHERE first)
        / NULLIF(avg(EXTRACT(epoch FROM COALESCE(ended.at, last.valid_from) - cohort) / 86400.0)
            FILTER (WHERE first AND last.expected_revenue IS NOT NULL), 0), count(*)
FROM (SELECT *, valid_from = cohort AS first FROM stay) AS stay
LEFT JOIN crm_lead_history AS last
    ON last.lead_id = stay.lead_id AND last.valid_to IS NULL AND stay.chain = 0
    AND last.status = 'won'
LEFT JOIN ended ON ended.lead_id = last.lead_id
WHERE stay.company_id = %(company)s OR stay.company_id IS NULL
GROUP BY GROUPING SETS ((), (stay.user_name)) ORDER BY stay.user_name NULLS FIRST
"""


@benchmark("history.conversion_1m", AS_BY_HAND)
def conversion(databases):
    """Opportunities, conversion, win rate, median and 80 % of days, by stage."""
    return compare(databases, "stage_name", CONVERSION, CONVERSION_BY_HAND)


@benchmark("history.velocity_1m", AS_BY_HAND)
def velocity(databases):
    """Won revenue by the average days it took, by salesperson."""
    return compare(databases, "user_name", VELOCITY, VELOCITY_BY_HAND)


def compare(databases, group, measures, statement):
    """Measure both in turns, after a look that they give the same figures."""

    def ours(env):
        report = env["crm.stage.transition.report"]
        return report.formatted_read_grouping_sets([], ([], [group]), measures)

    def reference(env):
        env.cr.execute(statement, {"company": env.company.id})
        return env.cr.fetchall()

    with databases.env("logged") as env:
        assert figures(ours(env), measures) == by_hand_figures(reference(env))
    return alternate(
        lambda: measure(databases, "logged", ours),
        lambda: measure(databases, "logged", reference),
        repeats=5,
    )


def figures(sets, measures):
    """Return the figures of all groups, rounded as a person would read them."""
    groups = [group for one in sets for group in one]
    return sorted([rounded(group[name]) for name in measures] for group in groups)


def by_hand_figures(rows):
    return sorted([rounded(value) for value in figures] for _name, *figures in rows)


def rounded(value):
    return round(float(value or 0), 2)
