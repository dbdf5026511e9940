"""Words in a million call reports, also Chinese ones of two and four characters."""

from benchmarks.measure import Goal, Stopwatch, VoidError, alternate, benchmark

INDEX = "crm_call_report_words_found"
ASKED = ("报价", "质量问题", "合作投诉", "4711", "complaint signature", "AX47")
LIMIT = 80
BARE = """
SELECT id FROM crm_call_report
WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery
ORDER BY date DESC, id DESC LIMIT %s
"""


@benchmark("report.search_1m", Goal("ratio", 3))
def search(databases):
    """The first page of what has the words, as a manager's list asks / the indexed query alone."""
    with databases.env("reports") as opened:
        env = opened(user=opened.ref("base.user_admin"), context={"lang": "en_US", "tz": "UTC"})
        for typed in ASKED:
            check(env, typed)
        return alternate(lambda: measure(env, ask), lambda: measure(env, ask_barely), repeats=7)


def measure(env, how):
    watch = Stopwatch()
    env.invalidate_all()
    with watch.running():
        for typed in ASKED:
            how(env, typed)
    return watch.seconds


def ask(env, typed):
    domain = [("word_search", "ilike", typed)]
    return env["crm.call.report"].search(domain, order="date DESC, id DESC", limit=LIMIT).ids


def ask_barely(env, typed):
    env.cr.execute(BARE, [query_of(typed), LIMIT])
    return [row[0] for row in env.cr.fetchall()]


def query_of(typed):
    """Return what PostgreSQL is asked for, as somebody who knows the words would."""
    from odoo.addons.sales_funnel_territory.planning.search_words import search_terms

    terms = search_terms(typed)
    return " & ".join(f"'{one.word}'{':*' if one.is_prefix else ''}" for one in terms)


def check(env, typed):
    """Both find the same; what is rare is found by the index."""
    if ask(env, typed) != ask_barely(env, typed):
        raise VoidError(f"{typed}: not the same reports")
    if typed.isascii() and " " not in typed:
        env.cr.execute(f"EXPLAIN {BARE}", [query_of(typed), LIMIT])
        plan = "\n".join(line for (line,) in env.cr.fetchall())
        if INDEX not in plan:
            raise VoidError(f"{typed} is not found by the index:\n{plan}")
