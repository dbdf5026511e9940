"""A rep's list of customers while the narrow view is on: 100,000 customers, 200 zones.

First page and count, as the web client asks for them: each time as a request of its own, with who
sees whom read anew. Documents let him see few customers beside those of his zone, or thousands.
"""

from odoo.tools import SQL

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

CONTEXT = {"lang": "en_US", "tz": "Europe/Berlin"}  # the web client sends it with each call
SHOWN = ("display_name", "city", "user_id", "territory_id", "phone", "email")
LIMIT = 80
ORDER = "complete_name, id"
FEW = 20
MOST = """
SELECT user_id FROM crm_customer_access WHERE partner_id IS NOT NULL AND user_id IS NOT NULL
GROUP BY user_id ORDER BY COUNT(*) DESC, user_id LIMIT 1
"""
ALL_BUT = """
DELETE FROM crm_customer_access WHERE user_id = %s AND partner_id IS NOT NULL AND id NOT IN (
    SELECT id FROM crm_customer_access WHERE user_id = %s AND partner_id IS NOT NULL LIMIT %s)
"""


@benchmark("territory.narrow_list", Goal("ratio", 1.5))
def narrow_list(databases):
    """The list of who owns a zone, with the narrow view on: his customers / off: all of them."""
    return compare(databases, find_owner)


@benchmark("territory.narrow_list_few", Goal("ratio", 1.5))
def narrow_list_few(databases):
    """The same of somebody who has documents with 20 other customers only."""
    return compare(databases, find_with_few)


@benchmark("territory.narrow_list_most", Goal("ratio", 1.5))
def narrow_list_most(databases):
    """The same of who has documents with the most customers."""
    with databases.env("narrow") as env:
        most = env.execute_query(SQL(MOST))[0][0]
    return compare(databases, lambda env: env["res.users"].browse(most))


def find_owner(env):
    return env["crm.territory.assignment"].search([], order="id", limit=1).user_id


def find_with_few(env):
    """Return the owner, with all his documents but a few forgotten until the end of the run."""
    owner = find_owner(env)
    env.cr.execute(ALL_BUT, [owner.id, owner.id, FEW])
    return owner


def compare(databases, find):
    return alternate(
        lambda: listed(databases, "narrow", find),
        lambda: listed(databases, "territories", find),
        repeats=15,
    )


def listed(databases, which, find):
    specification = {name: {} for name in SHOWN}
    for name in ("user_id", "territory_id"):
        specification[name] = {"fields": {"display_name": {}}}
    with databases.env(which) as env:
        partners = env["res.partner"].with_user(find(env)).with_context(**CONTEXT)
        for _time in range(2):  # the second time, with what is cached for everybody
            env.invalidate_all()
            env["crm.customer.audience"]._forget_seen()
            watch = Stopwatch()
            with watch.running():
                found = partners.web_search_read(
                    [("is_sales_customer", "=", True)],
                    specification,
                    limit=LIMIT,
                    order=ORDER,
                    count_limit=10001,
                )
        assert found["records"]
        return watch.seconds
