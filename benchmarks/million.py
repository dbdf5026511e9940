"""Opportunities by the million, by SQL: seeded, spread over three years, 60 teams and 500 people.

Of 20 leads 7 are lost (archived), 5 won, 8 open; 6 of the open ones are in the first stage, so
that of a million 350,000 are lost, 250,000 won and 300,000 in one stage.
"""

from __future__ import annotations

from dev import config

TEAMS = 60
PEOPLE = 500
CUSTOMERS = 20_000
SEED = 0.42
PROBABILITIES = (10, 30, 60)

LEADS = """
INSERT INTO crm_lead (
    name, type, active, user_id, team_id, company_id, partner_id, stage_id, priority,
    expected_revenue, probability, automated_probability, prorated_revenue, won_status,
    create_date, write_date, create_uid, write_uid, date_open, date_last_stage_update,
    date_closed, date_deadline, day_open, day_close, color)
SELECT
    'Opportunity ' || i, 'opportunity', status <> 'lost',
    users[person], teams[1 + person %% %(teams)s],
    %(company)s, partners[customer], stage, (i %% 4)::text,
    amount, probability, probability, round(amount * probability / 100, 2), status,
    started, COALESCE(closed, started), 1, 1, started, COALESCE(closed, started),
    closed, deadline, 0, EXTRACT(day FROM closed - started), 0
FROM (
    SELECT *,
        CASE WHEN status <> 'pending' THEN closed::date
             WHEN random() > 0.05 THEN now()::date - 60 + (random() * 360)::int END AS deadline,
        CASE status WHEN 'won' THEN 100 WHEN 'lost' THEN 0
             ELSE round((1 + random() * 97)::numeric, 2) END AS probability
    FROM (
        SELECT i, status, started, person, customer, amount,
            CASE WHEN status <> 'pending'
                 THEN LEAST(started + (5 + random() * 115) * interval '1 day', now()) END AS closed,
            CASE WHEN status = 'won' THEN %(won)s
                 WHEN i %% 20 = 18 THEN %(second)s
                 WHEN i %% 20 = 19 THEN %(third)s
                 ELSE %(first)s END AS stage
        FROM (
            SELECT i,
                CASE WHEN i %% 20 < 7 THEN 'lost' WHEN i %% 20 < 12 THEN 'won'
                     ELSE 'pending' END AS status,
                now() - (1 + random() * 1094) * interval '1 day' AS started,
                1 + (random() * (%(people)s - 1))::int AS person,
                1 + (random() * random() * (%(customers)s - 1))::int AS customer,
                round(exp(8.5 + 1.1 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))
                    ::numeric, 2) AS amount
            FROM generate_series(1, %(leads)s) AS i
        ) AS drawn
    ) AS staged
) AS dated,
(SELECT array_agg(id ORDER BY id) AS users FROM res_users WHERE login LIKE 'bench.%%') AS u,
(SELECT array_agg(id ORDER BY id) AS teams FROM crm_team WHERE name->>'en_US' LIKE 'Bench %%') AS t,
(SELECT array_agg(id ORDER BY id) AS partners FROM res_partner WHERE ref = 'bench') AS p
"""

CUSTOMER = """
WITH made AS (
    INSERT INTO res_partner (name, complete_name, ref, active, is_company, type, lang, create_date)
    SELECT 'Customer ' || i, 'Customer ' || i, 'bench', true, true, 'contact', 'en_US', now()
    FROM generate_series(1, %(customers)s) AS i
    RETURNING id
) SELECT count(*) FROM made
"""

# The kept database is of no use once its making has changed.
STATE = config.digest(LEADS.split(), CUSTOMER.split(), TEAMS, PEOPLE, CUSTOMERS, SEED)


def generate(env, leads):
    """Fill a database of plain Odoo with people, teams, customers and opportunities."""
    teams = env["crm.team"].create([{"name": f"Bench {number:02}"} for number in range(TEAMS)])
    _create_people(env, teams)
    env.flush_all()
    cr = env.cr
    cr.execute("SELECT setseed(%s)", [SEED])
    cr.execute(CUSTOMER, {"customers": CUSTOMERS})
    cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE ref = 'bench'")
    cr.execute(LEADS, {**_stages(env), **_sizes(env, leads)})


def _create_people(env, teams):
    quick = env(context={"no_reset_password": True, "tracking_disable": True})
    group = env.ref("sales_team.group_sale_salesman")
    people = quick["res.users"].create(
        [
            {"name": f"Person {n:03}", "login": f"bench.{n:03}", "group_ids": [(4, group.id)]}
            for n in range(PEOPLE)
        ]
    )
    quick["crm.team.member"].create(
        [
            {"user_id": person.id, "crm_team_id": teams[(1 + n) % TEAMS].id}
            for n, person in enumerate(people)
        ]
    )


def _sizes(env, leads):
    return {
        "leads": leads,
        "teams": TEAMS,
        "people": PEOPLE,
        "customers": CUSTOMERS,
        "company": env.company.id,
    }


def _stages(env):
    opens = env["crm.stage"].search([("is_won", "=", False)], order="sequence, id")
    won = env["crm.stage"].search([("is_won", "=", True)], limit=1)
    return {
        "first": opens[0].id,
        "second": opens[1].id,
        "third": opens[2].id,
        "won": won.id,
    }


def follow_stages(env):
    """Give the stages probabilities, and let every team take them (with our add-on)."""
    opens = env["crm.stage"].search([("is_won", "=", False)], order="sequence, id")
    for stage, probability in zip(opens, PROBABILITIES, strict=True):
        stage.probability = probability
    env["crm.stage"].search([("is_won", "=", True)]).write({"probability": 100})
    env["crm.team"].search([]).write({"probability_source": "stage"})
