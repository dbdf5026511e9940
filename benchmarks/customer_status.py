"""The nightly work on a customer base, and its list as people open it."""

from benchmarks.measure import Goal, Stopwatch, alternate, benchmark

FORGOTTEN = """
UPDATE crm_customer_status SET last_contact_on = NULL, last_visit_on = NULL,
    first_meeting_on = NULL, next_contact_due = NULL, next_visit_due = NULL,
    proposed_class_id = NULL, value_score = NULL, urgency_score = NULL
"""
PLAIN_UPDATE = """
UPDATE crm_customer_status SET last_contact_on = now(), last_visit_on = now(),
    first_meeting_on = now(), next_contact_due = now(), next_visit_due = now(),
    proposed_class_id = class_id, value_score = 1, urgency_score = 1
"""
CARDS = 80
SHOWN = ("display_name", "city", "user_id", "create_date")
OURS = (
    "customer_class_id",
    "customer_class_color",
    "next_contact_due",
    "contact_due_in",
    "next_visit_due",
    "visit_due_in",
    "last_contact_on",
)


@benchmark("customer.recompute_100k", Goal("ratio", 6))
def recompute(databases):
    """Everything about everybody, from nothing / a plain UPDATE of as many rows."""
    return alternate(
        lambda: forgotten(databases, lambda env: env["crm.funnel.job"]._job_customers()),
        lambda: forgotten(databases, lambda env: env.cr.execute(PLAIN_UPDATE)),
        repeats=5,
    )


def forgotten(databases, how):
    with databases.env("customers") as env:
        env.cr.execute(FORGOTTEN)
        env["crm.customer.figures"].search([]).sudo().unlink()
        env.flush_all()
        watch = Stopwatch()
        with watch.running():
            how(env)
        return watch.seconds


@benchmark("customer.kanban_100k", Goal("ratio", 1.15))
def kanban(databases):
    """The same cards of 100,000 customers, who is due first / by an indexed date of Odoo's."""
    return compare_cards(databases, SHOWN)


@benchmark("customer.kanban_100k_ours", Goal("ratio", 3))
def kanban_ours(databases):
    """With class, what is due and the last contact on the cards / without, by Odoo's date."""
    return compare_cards(databases, (*SHOWN, *OURS))


def compare_cards(databases, names):
    return alternate(
        lambda: cards(databases, "customers", "next_contact_due, id", names),
        lambda: cards(databases, "customers_plain", "create_date, id", SHOWN),
        repeats=15,
    )


def cards(databases, which, order, names):
    specification = {name: {} for name in names}
    for name in {"user_id", "customer_class_id"}.intersection(names):
        specification[name] = {"fields": {"display_name": {}}}
    with databases.env(which) as env:
        domain = [("is_sales_customer", "=", True)] if which == "customers" else []
        partners = env["res.partner"].with_context(active_test=True)
        for _time in range(2):  # the second time, with what is cached for everybody
            env.invalidate_all()
            watch = Stopwatch()
            with watch.running():
                found = partners.web_search_read(
                    domain, specification, limit=CARDS, order=order, count_limit=10001
                )
        assert len(found["records"]) == CARDS
        return watch.seconds
