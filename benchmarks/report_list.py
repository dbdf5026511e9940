"""The list and the pivot of a million call reports, as a manager's client asks for them."""

from benchmarks.measure import Goal, Stopwatch, VoidError, alternate, benchmark

AS_BY_HAND = Goal("ratio", 1.3)
SHOWN = ("name", "date", "kind", "state", "purpose", "next_step", "next_step_date")
MEASURES = ("__count", "on_time_rate:avg", "next_step_rate:avg")
COUNTED = """
    COUNT(*), AVG(on_time_rate) FILTER (WHERE timeliness IS NOT NULL),
    AVG(next_step_rate) FILTER (WHERE timeliness IS NOT NULL)
"""
PIVOT = ([], ["user_id"])
MONTHS = ([], ["user_id"], ["date:month"], ["user_id", "date:month"])
SCOPE = "FROM crm_call_report AS report"
MINE = "WHERE report.active AND report.company_id = %(company)s"
# people stand in the order of their names
NAMED = """
    LEFT JOIN res_users AS person ON person.id = report.user_id
    LEFT JOIN res_partner AS contact ON contact.id = person.partner_id
"""
MONTH = "date_trunc('month', timezone(%(zone)s, timezone('UTC', report.date)))"
PIVOT_BY_HAND = f"""
SELECT report.user_id, contact.name, {COUNTED} {SCOPE} {NAMED} {MINE}
GROUP BY GROUPING SETS ((), (report.user_id, contact.name)) ORDER BY contact.name
"""
MONTHS_BY_HAND = f"""
SELECT report.user_id, contact.name, {MONTH} AS month, {COUNTED} {SCOPE} {NAMED} {MINE}
GROUP BY GROUPING SETS ((), (report.user_id, contact.name), (3), (report.user_id, contact.name, 3))
ORDER BY contact.name, month
"""
GROUPS_BY_HAND = f"""
SELECT report.user_id, contact.name, {COUNTED} {SCOPE} {NAMED} {MINE}
GROUP BY report.user_id, contact.name ORDER BY contact.name
"""
PAGE_BY_HAND = f"""
SELECT id, {", ".join(SHOWN)}, user_id, partner_id {SCOPE} {MINE} AND user_id = %(user)s
ORDER BY date DESC, id DESC LIMIT 80
"""


@benchmark("report.pivot_1m", AS_BY_HAND)
def pivot(databases):
    """A million reports by person with both rates, as the pivot opens / the same SELECT by hand."""
    return compare(databases, PIVOT, PIVOT_BY_HAND)


@benchmark("report.pivot_1m_months", AS_BY_HAND)
def unfolded(databases):
    """The same unfolded by month: 18,500 cells, each of which Odoo names and gives a domain."""
    return compare(databases, MONTHS, MONTHS_BY_HAND)


def compare(databases, sets, statement):
    return alternate(
        lambda: measure(databases, lambda env: ask_pivot(env, sets)),
        lambda: measure(databases, lambda env: by_hand(env, statement)),
        repeats=9,
    )


@benchmark("report.list_1m", AS_BY_HAND)
def listed(databases):
    """The list of a million by person, with the first page of one / the same SELECTs by hand."""
    return alternate(
        lambda: measure(databases, ask_list),
        lambda: measure(databases, lambda env: by_hand(env, GROUPS_BY_HAND, PAGE_BY_HAND)),
        repeats=9,
    )


def measure(databases, how):
    with databases.env("reports") as opened:
        env = opened(user=opened.ref("base.user_admin"), context={"lang": "en_US", "tz": "UTC"})
        for _time in range(2):  # the second time, with what is cached for everybody
            env.invalidate_all()
            watch = Stopwatch()
            with watch.running():
                found = how(env)
        if not found:
            raise VoidError("there is no report")
        return watch.seconds


def ask_pivot(env, sets):
    return env["crm.call.report"].formatted_read_grouping_sets([], sets, MEASURES)


def ask_list(env):
    reports = env["crm.call.report"]
    groups = reports.formatted_read_group([], ["user_id"], MEASURES)
    domain = [("user_id", "=", groups[0]["user_id"][0])]
    specification = {name: {} for name in SHOWN}
    for name in ("user_id", "partner_id"):
        specification[name] = {"fields": {"display_name": {}}}
    reports.web_search_read(domain, specification, limit=80, count_limit=10001)
    return groups


def by_hand(env, *statements):
    rows = []
    for statement in statements:
        user = rows[0][0] if rows else None
        values = {"company": env.company.id, "zone": "UTC", "user": user}
        env.cr.execute(statement, values)
        rows = env.cr.fetchall()
    return rows
