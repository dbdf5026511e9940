"""What partners cost who are no customers: creating a thousand of them."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

PARTNERS = 1000


@benchmark("customer.create_partners_1000", Goal("ratio", 1.15))
def create_partners(databases):
    """With the add-on / without."""
    return alternate(
        lambda: create(databases, "ours"),
        lambda: create(databases, "plain"),
        repeats=9,
    )


def create(databases, which):
    with databases.env(which) as env:
        values = [
            {
                "name": f"Company {n}",
                "is_company": True,
                "phone": f"+49 30 {n:06}",
                "city": "Berlin",
            }
            for n in range(PARTNERS)
        ]
        watch = Stopwatch()
        with watch.running():
            env["res.partner"].create(values)
            env.cr.flush()
        return watch.seconds
