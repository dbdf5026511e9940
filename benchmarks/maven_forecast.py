"""The forecast pivot as the web client asks for it, in cells that can be compared."""

from decimal import Decimal

MEASURES = (
    "__count",
    "expected_revenue:sum",
    "company_currency:array_agg_distinct",
    "expected_revenue:sum_currency",
    "prorated_revenue:sum",
    "prorated_revenue:sum_currency",
)
MONTH = "forecast_date:month"
SETS = ([], ["team_id"], [MONTH], ["team_id", MONTH])
TYPE = ("type", "=", "opportunity")
DOMAINS = {  # Odoo's default filters (mine, this month on) are off, whatever the Period Status
    "forecast": [TYPE, ("won_status", "!=", "lost")],
    "lost": [TYPE, ("won_status", "=", "lost")],
}


def cells(env, which):
    """Return {(team, "2017-03"): (count, expected, weighted)}; None stands for all."""
    leads = env["crm.lead"].with_context(active_test=False)
    answers = leads.formatted_read_grouping_sets(DOMAINS[which], SETS, MEASURES)
    return {
        (
            _team(group) if "team_id" in groupby else None,
            _month(group) if MONTH in groupby else None,
        ): _measures(group)
        for groupby, groups in zip(SETS, answers, strict=True)
        for group in groups
    }


def _team(group):
    return group["team_id"][1] if group["team_id"] else ""


def _month(group):
    return group[MONTH][0][:7] if group[MONTH] else ""


def _measures(group):
    expected, weighted = (
        group[f"{name}:sum"] or 0 for name in ("expected_revenue", "prorated_revenue")
    )
    return group["__count"], _cents(expected), _cents(weighted)


def _cents(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"))
