"""The likely duplicates of one name among 100,000 customers, as the form asks for them."""

import random

from benchmarks.measure import Goal, Stopwatch, VoidError, alternate, benchmark

SEED = 4
TIMES = 5
ASKED = ("Keller Brandt Tools", "Zimmermann Logistics Ltd", "Bosch", "海德科技", "上海华海有限公司")
PEOPLE = (
    "Albrecht Baumann Becker Bergmann Bosch Brandt Braun Dietrich Engel Fischer Frank Fuchs Graf "
    "Haas Hahn Hale Hartmann Hoffmann Huber Jung Kaiser Keller Klein Koch Kramer Krause Lang "
    "Lehmann Lorenz Ludwig Martin Miller Neumann Otto Peters Pfeiffer Pohl Richter Roth Sauer "
    "Schmidt Scholz Schreiber Schubert Schulte Schwarz Seidel Simon Sommer Stein Thomas Vogel "
    "Vogt Wagner Weber Werner Winkler Winter Wolf Ziegler Zimmermann"
)
TRADES = (
    "Automation Building Chemicals Consulting Energy Engineering Foods Furniture Logistics "
    "Machinery Medical Metal Packaging Paper Pharma Plastics Software Steel Systems Textiles "
    "Tools Trading Transport"
)
FORMS = ("Ltd", "GmbH", "Inc.", "S.A.", "Co., Ltd.", "AG", "LLC", "GmbH & Co. KG", "")
PLACES = ("上海", "北京", "广州", "深圳", "苏州", "")
SIGNS = "华海天明德宏达金龙东方信诚永兴博远新科盛世泰和瑞丰嘉利恒通万邦正大立伟业安联捷顺广源"
WIDE_TRADES = ("科技", "技术", "贸易", "机械", "电子", "实业", "设备")
WIDE_FORMS = ("有限公司", "股份有限公司")
INSERT = """
INSERT INTO res_partner (
    name, complete_name, active, is_company, type, lang, phone, vat, website, city, create_date)
SELECT name, name, true, true, 'contact', 'en_US', '+49 30 ' || 1000000 + i * 7,
    'DE' || 100000000 + i, 'https://www.firm' || i || '.example', 'Berlin', now()
FROM unnest(%s) WITH ORDINALITY AS made(name, i)
"""


@benchmark("customer.duplicates_100k", Goal("ratio", 3))
def duplicates(databases):
    """Against the same condition alone; both find, with the rows in memory."""
    with databases.env("ours") as env:
        fill(env, databases.leads // 10)
        for name in ASKED:
            ask(env, name)  # sets how alike names must be
            check_plan(env, name)
        return alternate(lambda: measure(ask, env), lambda: measure(ask_barely, env), repeats=7)


def fill(env, number):
    """Make companies with names as they are, three of ten Chinese."""
    draw = random.Random(SEED)
    env.cr.execute(INSERT, [[make_name(draw) for _number in range(number)]])
    for index in ("res_partner_match_keys", "res_partner_name_key"):
        env.cr.execute("SELECT gin_clean_pending_list(%s)", [index])
    env.cr.execute("ANALYZE res_partner")


def make_name(draw):
    """Return a name of a company."""
    if draw.random() < 0.3:
        core = "".join(draw.choice(SIGNS) for _sign in range(draw.choice((2, 2, 3, 4))))
        return draw.choice(PLACES) + core + draw.choice(WIDE_TRADES) + draw.choice(WIDE_FORMS)
    people = [draw.choice(PEOPLE.split()) for _person in range(draw.choice((1, 2)))]
    words = [*people, draw.choice(TRADES.split()), draw.choice(FORMS)]
    return " ".join(filter(None, words))


def measure(how, env):
    watch = Stopwatch()
    with watch.running():
        for _time in range(TIMES):
            for name in ASKED:
                how(env, name)
    return watch.seconds


def ask(env, name):
    """As the form does while somebody types."""
    partner = env["res.partner"].new({"name": name, "is_company": True})
    return partner.likely_duplicates


def ask_barely(env, name):
    """The condition, and nothing around it."""
    env.cr.execute(*barely(env, name))
    env.cr.fetchall()


def barely(env, name, before=""):
    """Return the query that only finds, with its values."""
    condition = env["res.partner"].new({"name": name})._get_alike_sql()
    return f"{before} SELECT id FROM res_partner WHERE {condition.code}", condition.params


def check_plan(env, name):
    """Refuse to measure a query that reads the whole table."""
    env.cr.execute(*barely(env, name, "EXPLAIN"))
    plan = "\n".join(line for (line,) in env.cr.fetchall())
    if "res_partner_match_keys" not in plan:
        raise VoidError(f"the index is not used for {name}")
