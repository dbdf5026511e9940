"""Leads in a stage with eight exit criteria of different kinds, all of them met."""

from benchmarks.typed_leads import LEADS, values

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
