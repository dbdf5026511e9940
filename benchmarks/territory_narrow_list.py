"""A rep's list of customers while the narrow view is on: 100,000 customers, 200 zones."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

SHOWN = ("display_name", "city", "user_id", "territory_id", "phone", "email")
LIMIT = 80
ORDER = "complete_name, id"


@benchmark("territory.narrow_list", Goal("ratio", 1.5))
def narrow_list(databases):
    """The list with the narrow view on: his customers / off: all of them."""
    return alternate(
        lambda: listed(databases, "narrow"),
        lambda: listed(databases, "territories"),
        repeats=15,
    )


def listed(databases, which):
    specification = {name: {} for name in SHOWN}
    for name in ("user_id", "territory_id"):
        specification[name] = {"fields": {"display_name": {}}}
    with databases.env(which) as env:
        owner = env["crm.territory.assignment"].search([], order="id", limit=1).user_id
        partners = env["res.partner"].with_user(owner)
        for _time in range(2):  # the second time, with what is cached for everybody
            env.invalidate_all()
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
