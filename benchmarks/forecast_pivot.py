"""The forecast pivot month x person over a million opportunities, as the web client asks for it."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

MEASURES = (
    "__count",
    "expected_revenue:sum",
    "company_currency:array_agg_distinct",
    "expected_revenue:sum_currency",
    "prorated_revenue:sum",
    "prorated_revenue:sum_currency",
)
OPPORTUNITIES = [("type", "=", "opportunity")]


@benchmark("forecast.pivot_1m", Goal("ratio", 1.05))
def pivot(databases):
    """Ours by Forecast Date; Odoo's own, without the add-on, by expected closing."""
    return alternate(
        lambda: ask(databases, "million", "forecast_date:month"),
        lambda: ask(databases, "million_plain", "date_deadline:month"),
        repeats=9,
    )


def ask(databases, which, month):
    with databases.env(which) as env:
        leads = env["crm.lead"]
        sets = ([], ["user_id"], [month], ["user_id", month])
        watch = Stopwatch()
        with watch.running():
            leads.formatted_read_grouping_sets(OPPORTUNITIES, sets, MEASURES)
        return watch.seconds
