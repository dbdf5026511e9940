"""The waterfall of a quarter, of a million leads and six million states, against plain SQL."""

from datetime import date, timedelta

from benchmarks.history_totals import measure
from benchmarks.measure import Goal, alternate, benchmark

AS_BY_HAND = Goal("ratio", 1.5)
DAYS = 90
# As somebody writes it who wants this one figure: open deals that close in the period.
BY_HAND = """
WITH now AS (
    SELECT * FROM crm_lead_history
    WHERE valid_from <= %(until)s AND COALESCE(valid_to, 'infinity'::timestamp) > %(until)s
      AND chain = 0 AND (company_id IS NULL OR company_id = %(company)s)
),
was AS (
    SELECT * FROM crm_lead_history
    WHERE valid_from <= %(since)s AND valid_to > %(since)s AND valid_to <= %(until)s
      AND chain = 0 AND (company_id IS NULL OR company_id = %(company)s)
),
deal AS (
    SELECT was.id IS NOT NULL OR now.valid_from <= %(since)s AS existed,
        CASE WHEN was.id IS NULL THEN now.status ELSE was.status END AS old_status, now.status,
        COALESCE(CASE WHEN was.id IS NULL THEN now.is_active ELSE was.is_active END
            AND CASE WHEN was.id IS NULL THEN now.status ELSE was.status END = 'open'
            AND CASE WHEN was.id IS NULL THEN now.type ELSE was.type END = 'opportunity', FALSE)
            AS was_open,
        COALESCE(now.is_active AND now.status = 'open' AND now.type = 'opportunity', FALSE)
            AS is_open,
        COALESCE(CASE WHEN was.id IS NULL THEN now.date_deadline ELSE was.date_deadline END
            BETWEEN %(first)s AND %(last)s, FALSE) AS was_in,
        COALESCE(now.date_deadline BETWEEN %(first)s AND %(last)s, FALSE) AS is_in,
        COALESCE(CASE WHEN was.id IS NULL THEN now.expected_revenue
            ELSE was.expected_revenue END, 0) AS old,
        COALESCE(now.expected_revenue, 0) AS new
    FROM now LEFT JOIN was ON was.lead_id = now.lead_id
)
SELECT SUM(old) FILTER (WHERE existed AND was_open AND was_in),
    SUM(old) FILTER (WHERE NOT existed AND is_open AND was_in),
    SUM(old) FILTER (WHERE existed AND NOT was_open AND is_open AND was_in),
    -SUM(old) FILTER (WHERE existed AND was_open AND NOT is_open AND was_in AND status = 'won'),
    -SUM(old) FILTER (WHERE existed AND was_open AND NOT is_open AND was_in AND status = 'lost'),
    SUM(old) FILTER (WHERE is_open AND is_in AND NOT was_in),
    -SUM(old) FILTER (WHERE is_open AND was_in AND NOT is_in),
    SUM(new - old) FILTER (WHERE is_open AND is_in AND new > old),
    SUM(new - old) FILTER (WHERE is_open AND is_in AND new < old),
    SUM(new) FILTER (WHERE is_open AND is_in)
FROM deal
"""
FIGURES = (
    "start", "new", "reopened", "won", "lost", "pulled_in", "pushed_out", "increased",
    "decreased", "end",
)  # fmt: skip


@benchmark("forecast.waterfall_6m", AS_BY_HAND)
def waterfall(databases):
    """As the screen asks for it, after a look that both give the same figures."""
    with databases.env("past") as env:
        ours, hand = through_the_model(env), by_hand(env)
        assert {name: round(hand[name], 2) for name in FIGURES} == {
            name: round(ours.get(name, 0), 2) for name in FIGURES
        }
    return alternate(
        lambda: measure(databases, "past", through_the_model),
        lambda: measure(databases, "past", by_hand),
        repeats=5,
    )


def asked():
    """Return the first and the last day of the chart, and those of the period."""
    today = date.today()
    return today - timedelta(days=DAYS), today, today - timedelta(days=DAYS), today


def through_the_model(env):
    first, last, begin, end = map(str, asked())
    fall = env["crm.forecast.waterfall"].get_waterfall(
        {"first": first, "last": last, "period": [begin, end]}
    )
    bars = {bar["key"]: bar["value"] for bar in fall["bars"]}
    return {**bars, "start": fall["start"], "end": fall["end"]}


def by_hand(env):
    first, last, begin, end = asked()
    moment = env["crm.forecast.waterfall"]._to_moment
    env.cr.execute(
        BY_HAND,
        {
            "since": moment(first),
            "until": min(moment(last + timedelta(days=1)), env.cr.now()),
            "first": begin,
            "last": end,
            "company": env.company.id,
        },
    )
    return dict(zip(FIGURES, (float(value or 0) for value in env.cr.fetchone()), strict=True))
