"""Moving leads out of a stage with eight exit criteria of different kinds, all of them met."""

from benchmarks.funnel_create import values
from benchmarks.measure import Goal, Measured, Stopwatch, alternate, benchmark

LEADS = 1000
# What shows for each lead that a criterion is met; written by SQL, as they are many.
EVIDENCE = {
    "statement": """
        INSERT INTO crm_stage_gate_statement (lead_id, gate_id, evidence, user_id, stated_on)
        SELECT id, %(gate)s, 'The customer said so on the phone.', %(uid)s, now() FROM leads""",
    "attachment": """
        INSERT INTO ir_attachment (name, res_model, res_id, type, url, create_uid, create_date,
            signed_by_id, signed_on)
        SELECT 'Order ' || id, 'crm.lead', id, 'url', 'https://example.com', %(uid)s, now(),
            %(uid)s, now() FROM leads""",
    "activity": """
        INSERT INTO mail_message (model, res_id, message_type, author_id, date, body,
            mail_activity_type_id)
        SELECT 'crm.lead', id, 'comment', %(person)s, now(), 'done', %(activity)s FROM leads""",
    "approval": """
        INSERT INTO crm_stage_approval (lead_id, gate_id, state, reason, requested_by_id,
            requested_on, decided_by_id, decided_on)
        SELECT id, %(gate)s, 'granted', 'Large', %(uid)s, now(), %(uid)s, now() FROM leads""",
    "qualification": """
        INSERT INTO crm_scorecard_answer (lead_id, question_id, code, level, text, answered_by,
            answered_on)
        SELECT leads.id, question.id, question.code, 'yes', 'Budgeted', %(uid)s, now()
        FROM leads, crm_scorecard_question AS question WHERE question.id = %(question)s""",
    "buying_roles": """
        INSERT INTO crm_buying_role (lead_id, partner_id, role, influence, attitude, met_on,
            met_by_id, is_met, is_unhandled_opponent, sequence, active)
        SELECT id, %(person)s, 'economic', '5', 'friendly', now(), %(uid)s, TRUE, FALSE, 10, TRUE
        FROM leads""",
}


def make_gated(env):
    """Fill a database with leads in the first stage, and criteria on it that all of them meet."""
    quiet = env(context={"tracking_disable": True})
    leads = quiet["crm.lead"].create(values(env, LEADS))
    gates = env["crm.stage.gate"].create(
        [{"name": kind, "stage_id": leads.stage_id.id, **rest} for kind, rest in criteria(env)]
    )
    env.flush_all()
    env.cr.execute("CREATE TEMPORARY TABLE leads ON COMMIT DROP AS SELECT id FROM crm_lead")
    known = {"uid": env.uid, "person": env.user.partner_id.id, "activity": call(env).id}
    known["question"] = question(env).id
    for gate in gates:
        if gate.kind in EVIDENCE:
            env.cr.execute(EVIDENCE[gate.kind], {**known, "gate": gate.id})


def criteria(env):
    """Return what is asked for: one criterion of each kind that Odoo's CRM alone can meet."""
    field = env["ir.model.fields"]._get("crm.lead", "partner_name")
    asked = {"question_ids": [(4, question(env).id)], "question_level": "yes"}
    return [
        ("Customer", {"kind": "field", "field_id": field.id}),
        ("Amount", {"kind": "filter", "domain": "[('expected_revenue', '>', 0)]"}),
        ("Need", {"kind": "statement"}),
        ("Order", {"kind": "attachment", "must_be_signed": True}),
        ("Call", {"kind": "activity", "activity_type_id": call(env).id}),
        ("Approval", {"kind": "approval"}),
        ("Money", {"kind": "qualification", **asked}),
        ("Buyer", {"kind": "buying_roles", "buying_role": "economic"}),
    ]


def question(env):
    return env["crm.scorecard.question"].search([], limit=1)


def call(env):
    return env.ref("mail.mail_activity_data_call")


def move(databases, number, has_gates, context):
    """Return seconds and queries of moving a number of leads to the second stage."""
    with databases.env("gated") as env:
        if not has_gates:
            env["crm.stage.gate"].search([]).active = False
            env.cr.flush()
        stages = env["crm.stage"].search([("is_won", "=", False)], order="sequence, id")
        leads = env["crm.lead"].with_context(**context).search([], limit=number)
        assert leads.stage_id == stages[0]
        env.invalidate_all()
        watch, before = Stopwatch(), env.cr.sql_log_count
        with watch.running():
            leads.write({"stage_id": stages[1].id})
            env.cr.flush()
        queries = env.cr.sql_log_count - before
        env.cr.rollback()
        env.registry.clear_all_caches()
        return watch.seconds, queries


@benchmark("funnel.gates_1000", Goal("ratio", 1.5))
def gates(databases):
    """As people move them, mail's tracking included."""
    return alternate(
        lambda: move(databases, LEADS, True, {})[0],
        lambda: move(databases, LEADS, False, {})[0],
        repeats=5,
    )


@benchmark("funnel.gates_queries", Goal("more", 0), "queries")
def gates_queries(databases):
    """What the criteria of 1,000 leads cost against those of 100.

    Of more leads Odoo reads a thousand at a time, with the add-on as without it.
    """
    return Measured(cost(databases, LEADS), cost(databases, LEADS // 10))


def cost(databases, number):
    """Return the queries of the second of two moves, with criteria minus without."""
    context = {"tracking_disable": True}
    return [
        move(databases, number, True, context)[1] - move(databases, number, False, context)[1]
        for _round in range(2)
    ][-1]
