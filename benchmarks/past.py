"""What happened to opportunities before: Odoo's log of it, and histories of many states.

Both are made by SQL from the opportunities of ``million.py``: moments lie evenly between a lead's
creation and its end, and the stages of each lead lead up to the one it is in now.
"""

from __future__ import annotations

from dev import config

# Of an opportunity, in Odoo's log: three moves, and one other change.
VALUES = 4
# States of an opportunity in a long history, the present one included.
STATES = 6

# Ways to the present stage, by its place; forward, over a stage, and back.
WAYS = """
way(stage_id, number, old_id, new_id) AS (
    SELECT ids[way[4]], n, ids[way[n]], ids[way[n + 1]]
    FROM (SELECT array_agg(id ORDER BY sequence, id) AS ids FROM crm_stage) AS stages,
        (VALUES (ARRAY[1, 2, 3, 1]), (ARRAY[1, 2, 3, 2]), (ARRAY[1, 3, 2, 3]), (ARRAY[1, 2, 3, 4]))
            AS ways(way),
        generate_series(1, 3) AS n
)
"""

LOG = f"""
WITH {WAYS},
field(name, id) AS (
    SELECT name, id FROM ir_model_fields
    WHERE model = 'crm.lead' AND name IN ('stage_id', 'expected_revenue', 'active')
),
change AS (
    SELECT crm_lead.id AS lead_id, field.id AS field_id,
        create_date + number * (COALESCE(date_closed, now()) - create_date) / {VALUES + 1} AS at,
        old_integer, new_integer, old_float, new_float
    FROM crm_lead
    CROSS JOIN LATERAL (
        SELECT 'stage_id', number, old_id, new_id, NULL::float8, NULL::float8
        FROM way WHERE way.stage_id = crm_lead.stage_id
        UNION ALL
        SELECT 'expected_revenue', {VALUES}, NULL, NULL, expected_revenue * 0.8, expected_revenue
        WHERE active
        UNION ALL
        SELECT 'active', {VALUES}, 1, 0, NULL, NULL WHERE NOT active
    ) AS changed(name, number, old_integer, new_integer, old_float, new_float)
    JOIN field ON field.name = changed.name
),
message AS (
    INSERT INTO mail_message (model, res_id, message_type, subtype_id, author_id, date,
        create_date, body, is_internal)
    SELECT 'crm.lead', lead_id, 'notification', %(subtype)s, %(author)s, at, at, '', TRUE
    FROM change ORDER BY at
    RETURNING id, res_id, date
)
INSERT INTO mail_tracking_value (mail_message_id, field_id, old_value_integer, new_value_integer,
    old_value_char, new_value_char, old_value_float, new_value_float)
SELECT message.id, field_id, old_integer, new_integer, old.name->>'en_US', new.name->>'en_US',
    old_float, new_float
FROM message JOIN change ON change.lead_id = message.res_id AND change.at = message.date
LEFT JOIN crm_stage AS old ON old.id = old_integer
LEFT JOIN crm_stage AS new ON new.id = new_integer
"""

# The live rows, each told in STATES states that lead up to it, in the order they happened.
LONG = f"""
INSERT INTO crm_lead_history (%(columns)s)
SELECT %(values)s
FROM (SELECT array_agg(id ORDER BY sequence, id) AS ids,
        array_agg(name->>'en_US' ORDER BY sequence, id) AS names FROM crm_stage) AS stages,
    bench_live AS live JOIN crm_lead ON crm_lead.id = live.lead_id
    CROSS JOIN generate_series(1, {STATES}) AS n
    CROSS JOIN LATERAL (
        SELECT (COALESCE(crm_lead.date_closed, now()) - crm_lead.create_date) / {STATES + 1} AS lap
    ) AS pace
ORDER BY crm_lead.create_date + n * lap
"""
PLACE = "LEAST((n + 1) / 2, 3)"
CHANGED = {
    "valid_from": "crm_lead.create_date + (n - 1) * lap",
    "valid_to": f"CASE WHEN n < {STATES} THEN crm_lead.create_date + n * lap END",
    "status": f"CASE WHEN n < {STATES} THEN 'open' ELSE live.status END",
    "is_active": f"n < {STATES} OR live.is_active",
    "stage_id": f"CASE WHEN n < {STATES} THEN ids[{PLACE}] ELSE live.stage_id END",
    "stage_name": f"CASE WHEN n < {STATES} THEN names[{PLACE}] ELSE live.stage_name END",
    "is_entry": f"n IN (1, 3, 5) OR (n = {STATES} AND live.stage_id <> ids[3])",
    "expected_revenue": f"round(live.expected_revenue * (10 + {STATES} - n) / 10, 2)",
    "weighted_revenue": f"round(live.weighted_revenue * (10 + {STATES} - n) / 10, 2)",
    "origin": "'live'",
}
# The kept databases are of no use once their making has changed.
STATE_OF_LOG = config.digest(LOG.split())
STATE_OF_LONG = config.digest(LONG.split(), CHANGED)


def write_log(env):
    """Fill the log of a database of plain Odoo: VALUES tracked values for each opportunity."""
    note = env.ref("mail.mt_note")
    env.cr.execute(LOG, {"subtype": note.id, "author": env.user.partner_id.id})


def lengthen(env):
    """Give each lead STATES states; the last one says what the live row said."""
    cr = env.cr
    cr.execute(
        """SELECT column_name FROM information_schema.columns
        WHERE table_name = 'crm_lead_history' AND column_name <> 'id' ORDER BY 1"""
    )
    names = [name for (name,) in cr.fetchall()]
    values = [f"{CHANGED[name]} AS {name}" if name in CHANGED else f"live.{name}" for name in names]
    cr.execute(
        """CREATE TEMPORARY TABLE bench_live AS
        SELECT * FROM crm_lead_history WHERE valid_to IS NULL"""
    )
    cr.execute("TRUNCATE crm_lead_history")
    cr.execute(LONG % {"columns": ", ".join(names), "values": ", ".join(values)})
    cr.execute("DROP TABLE bench_live")
