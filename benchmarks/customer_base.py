"""A customer base: 100,000 customers, and a million contacts with them, by SQL.

Most are e-mails of the customer's person in the last two years, one in ten is a meeting of a
salesperson; a quarter of a million opportunities are spread over 20,000 of the customers.
"""

from __future__ import annotations

from benchmarks import million
from dev import config

CUSTOMERS = 100_000
LEADS = 250_000
CONTACTS = 1_000_000

# Those of the opportunities are there already.
OTHERS = """
INSERT INTO res_partner (name, complete_name, ref, active, is_company, type, lang, create_date)
SELECT 'Customer ' || i, 'Customer ' || i, 'bench', true, true, 'contact', 'en_US',
    now() - random() * interval '2 years'
FROM generate_series(1, %(others)s) AS i
"""
PERSONS = """
INSERT INTO res_partner (name, complete_name, ref, active, is_company, type, lang, create_date,
    parent_id, commercial_partner_id)
SELECT 'Person', customer.name || ', Person', 'person', true, false, 'contact', 'en_US', now(),
    customer.id, customer.id
FROM res_partner AS customer WHERE customer.ref = 'bench'
"""
SALESPERSONS = """
UPDATE res_partner SET commercial_partner_id = res_partner.id,
    user_id = users[1 + res_partner.id %% %(people)s]
FROM (SELECT array_agg(id) AS users FROM res_users WHERE login LIKE 'bench.%%') AS people
WHERE ref = 'bench'
"""
MESSAGES = """
INSERT INTO mail_message (model, res_id, message_type, author_id, date, create_date, body,
    is_internal)
SELECT 'res.partner', person.parent_id, 'email', person.id,
    now() - random() * interval '2 years', now(), '', FALSE
FROM res_partner AS person, generate_series(1, %(each)s) AS n
WHERE person.ref = 'person'
"""
MEETINGS = """
WITH met AS (
    INSERT INTO calendar_event (
        name, show_as, active, user_id, start, stop, create_date, res_id)
    SELECT 'Meeting', 'busy', TRUE, customer.user_id, moment, moment + interval '1 hour', now(),
        person.id
    FROM (
        SELECT *, date_trunc('hour', now() - (1 + random() * 729) * interval '1 day') AS moment
        FROM res_partner WHERE ref = 'person'
    ) AS person
    JOIN res_partner AS customer ON customer.id = person.parent_id
    RETURNING id, res_id
)
INSERT INTO calendar_attendee (event_id, partner_id, state, create_date)
SELECT id, res_id, 'accepted', now() FROM met
"""

STATE = config.digest(OTHERS.split(), PERSONS.split(), MESSAGES.split(), MEETINGS.split())


def generate(env, scale):
    """Fill a database of plain Odoo: opportunities first, then all customers and contacts."""
    million.generate(env, int(LEADS * scale))
    customers = max(int(CUSTOMERS * scale), million.CUSTOMERS)
    sizes = {
        "others": customers - million.CUSTOMERS,
        "people": million.PEOPLE,
        "each": CONTACTS // CUSTOMERS - 1,
    }
    for statement in (OTHERS, SALESPERSONS, PERSONS, MESSAGES, MEETINGS):
        env.cr.execute(statement, sizes)
        env.cr.execute("ANALYZE res_partner")  # for the checks of the keys that follow
    # as dense as Odoo's own columns that people sort by
    env.cr.execute("CREATE INDEX bench_create_date ON res_partner (create_date)")


def make_customers(env):
    """Make all of them customers, and count everything for the first time."""
    env["res.partner"].search([("ref", "=", "bench")])._mark_as_customers()
    env.flush_all()
    classes = env["crm.customer.class"].search([])
    env.cr.execute(
        "UPDATE crm_customer_status SET class_id = (%s::int[])[1 + id %% %s]",
        [classes.ids, len(classes)],
    )
    env.invalidate_all()
    env["crm.funnel.job"]._job_customers()
