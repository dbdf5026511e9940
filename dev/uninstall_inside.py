"""What `make uninstall-check` does inside Odoo: look, use, uninstall, judge."""

from __future__ import annotations

import json
from typing import Any

MODULE = "sales_funnel_territory"
FIGURES = (
    "probability, expected_revenue, recurring_revenue, stage_id, team_id, user_id, active,"
    " won_status, date_closed, write_date"
)
WEIGHTED = "prorated_revenue, recurring_revenue_prorated, recurring_revenue_monthly_prorated"
SET_UP = """
    SELECT 'cron ' || cron_name FROM ir_cron
    UNION ALL SELECT 'menu ' || (name->>'en_US') || ' ' || id FROM ir_ui_menu
    UNION ALL SELECT 'group ' || (name->>'en_US') || ' ' || id FROM res_groups
    UNION ALL SELECT 'implied ' || gid || '>' || hid FROM res_groups_implied_rel
    UNION ALL SELECT 'action ' || type || ' ' || (name->>'en_US') || ' ' || id FROM ir_actions
    UNION ALL SELECT 'view ' || name || ' ' || id FROM ir_ui_view WHERE active
    UNION ALL SELECT 'view mode ' || id FROM ir_act_window_view
    UNION ALL SELECT 'modes ' || id || ' ' || view_mode FROM ir_act_window
    UNION ALL SELECT 'filter ' || name || ' ' || id FROM ir_filters
    UNION ALL SELECT 'export ' || name || ' ' || id FROM ir_exports_line
    UNION ALL SELECT 'dashboard ' || id || ' ' || arch FROM ir_ui_view_custom
    UNION ALL SELECT 'rule ' || name || ' ' || id FROM ir_rule
    UNION ALL SELECT 'access ' || name || ' ' || id FROM ir_model_access
    UNION ALL SELECT 'default ' || field_id || ' ' || json_value FROM ir_default
    UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter
        WHERE starts_with(key, 'sales_funnel')
    UNION ALL SELECT 'model ' || model FROM ir_model
    UNION ALL SELECT 'field ' || model || '.' || name FROM ir_model_fields
    UNION ALL SELECT 'asset ' || name FROM ir_asset
    UNION ALL SELECT 'paper ' || id FROM report_paperformat
    UNION ALL SELECT 'plan ' || id FROM mail_activity_plan
    UNION ALL SELECT 'activity on ' || res_model FROM mail_activity
        WHERE starts_with(res_model, 'crm.stage.')
    UNION ALL SELECT 'message on ' || model FROM mail_message WHERE starts_with(model, 'crm.stage.')
    UNION ALL SELECT 'follower of ' || res_model FROM mail_followers
        WHERE starts_with(res_model, 'crm.stage.')
    UNION ALL SELECT 'category ' || (name->>'en_US') FROM ir_module_category
    UNION ALL SELECT 'data ' || name FROM ir_model_data WHERE starts_with(module, 'sales_funnel')
"""
SCHEMA = """
    SELECT 'column ' || table_name || '.' || column_name, data_type || ' ' || is_nullable
        FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint ' || conname || ' ' || conrelid::regclass,
        pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'sequence ' || sequence_name, '' FROM information_schema.sequences
    UNION ALL SELECT 'trigger ' || trigger_name, event_object_table
        FROM information_schema.triggers
    UNION ALL SELECT 'function ' || proname, '' FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
"""


def look(env: Any) -> str:
    """Everything that must be the same at two moments, as JSON."""
    return json.dumps(
        {
            "leads": _rows(
                env, "SELECT id, row_to_json(l)::jsonb - %s FROM crm_lead l", _ours(env)
            ),
            "figures": _rows(env, f"SELECT id, ROW({FIGURES})::text FROM crm_lead"),
            "weighted": _rows(env, f"SELECT id, ROW({WEIGHTED})::text FROM crm_lead"),
            "rights": _rows(
                env,
                """SELECT u.login, array_agg(g.id ORDER BY g.id) FROM res_users u
                JOIN res_groups_users_rel r ON r.uid = u.id JOIN res_groups g ON g.id = r.gid
                GROUP BY u.login""",
            ),
            "schema": _rows(env, SCHEMA),
            "records": _rows(
                env, f"SELECT text, count(*) FROM ({SET_UP}) AS found(text) GROUP BY 1"
            ),
        }
    )


def _ours(env: Any) -> list[str]:
    """Columns of leads that only we define."""
    rows = env.execute_query(
        _sql(
            """SELECT f.name FROM ir_model_fields f JOIN ir_model_data d
                ON d.model = 'ir.model.fields' AND d.res_id = f.id
            WHERE f.model = 'crm.lead' GROUP BY f.id
            HAVING array_agg(DISTINCT d.module) = ARRAY[%s::varchar]""",
            MODULE,
        )
    )
    return [name for (name,) in rows]


def _sql(text: str, *values: object) -> Any:
    from odoo.tools import SQL  # type: ignore[import-not-found]

    return SQL(text, *values)


def _rows(env: Any, text: str, *values: object) -> dict[str, str]:
    rows = env.execute_query(_sql(text, *values))
    return {str(key): str(value) for key, value in rows}


def refuse_demo_data(env: Any) -> str:
    """Be like a company's own database: what is installed from now on brings no demo data."""
    env["ir.module.module"].search([("name", "=", "web_hierarchy")]).demo = False
    env.cr.commit()
    return "{}"


def use(env: Any) -> str:
    """Use everything that could leave a trace behind."""
    team = _follow_stages(env)
    _archive_stages(env, team)
    _name_our_fields(env)
    _lead_a_team(env, team)
    _ask_to_pass(env, team)
    settings = env["res.config.settings"].create({"group_subject_forecast": False})
    settings.execute()
    env.cr.commit()
    return "{}"


def _follow_stages(env: Any) -> Any:
    """One team takes its probabilities from its stages; one lead of it is set by hand."""
    for number in range(1, 4):
        env.ref(f"crm.stage_lead{number}").probability = 20 * number
    env.ref("crm.stage_lead4").probability = 100
    team = env.ref("sales_team.team_sales_department")
    teams = team | env.ref("sales_team.crm_team_1")
    stages = env["crm.stage"].search([("team_ids", "=", False)])
    stages.write({"for_no_team": True, "team_ids": [(6, 0, teams.ids)]})
    team.probability_source = "stage"
    env["crm.lead"].search([("team_id", "=", team.id)], limit=1).probability = 77
    return team


def _archive_stages(env: Any, team: Any) -> None:
    """One archived stage holds a lead, the other none."""
    stages = env["crm.stage"].create(
        [
            {"name": name, "probability": 85, "sequence": 65, "team_ids": [(6, 0, team.ids)]}
            for name in ("Archived and used", "Archived and unused")
        ]
    )
    lead = env["crm.lead"].search([("team_id", "=", team.id)], limit=1, order="id desc")
    lead.stage_id = stages[0]
    env.cr.flush()
    stages.write({"active": False})


def _name_our_fields(env: Any) -> None:
    domain = "[('stage_id.funnel_position', '=', 'in')]"
    env["ir.filters"].create({"name": "Ours", "model_id": "crm.lead", "domain": domain})
    env["ir.filters"].create(
        {"name": "Ours too", "model_id": "crm.lead", "context": "{'group_by': ['grade']}"}
    )
    env["ir.exports"].create(
        {
            "name": "Ours",
            "resource": "crm.lead",
            "export_fields": [(0, 0, {"name": "stage_id/grade"})],
        }
    )
    env["ir.default"].set("crm.team", "probability_source", "predictive")
    env["ir.rule"].create(
        {
            "name": "Ours",
            "model_id": env["ir.model"]._get_id("crm.lead"),
            "domain_force": "[('grade', '!=', 'e')]",
        }
    )
    action = env["ir.actions.act_window"].create(
        {"name": "Ours", "res_model": "crm.lead", "domain": domain}
    )
    env["ir.ui.menu"].create({"name": "Ours", "action": f"ir.actions.act_window,{action.id}"})
    _show_our_fields(env)


def _show_our_fields(env: Any) -> None:
    env["ir.ui.view"].create(
        {
            "name": "Ours",
            "model": "crm.lead",
            "inherit_id": env.ref("crm.crm_lead_view_form").id,
            "arch": "<field name='tag_ids' position='after'><field name='grade'/></field>",
        }
    )
    env["ir.actions.server"].create(
        {
            "name": "Ours",
            "model_id": env["ir.model"]._get_id("crm.stage"),
            "state": "object_write",
            "update_path": "grade",
            "value": "a",
        }
    )


def _lead_a_team(env: Any, team: Any) -> None:
    """A leader whose sales rights come from our group alone."""
    user = env["res.users"].create({"name": "Leader", "login": "the_leader"})
    groups = ["base.group_user", f"{MODULE}.group_team_leader"]
    user.group_ids = [(6, 0, [env.ref(group).id for group in groups])]
    team.user_id = user


def _ask_to_pass(env: Any, team: Any) -> None:
    """Exit criteria with a statement, a decision, and a request that waits for its leader."""
    stages = env["crm.stage"].with_context(active_test=False)
    unused = stages.search([("name", "=", "Archived and unused")])
    gates = env["crm.stage.gate"].create(
        [
            {"name": f"Criterion {index}", "stage_id": stage.id, "kind": "statement"}
            for index, stage in enumerate(unused | team.stage_ids[:2])
        ]
    )
    lead = env["crm.lead"].search([("team_id", "=", team.id)], limit=1)
    for gate in gates:
        lead.state_gate(gate.id, evidence="A letter")
        lead.ask_waiver(gate.ids, "It is urgent")
    waiver = lead.waiver_ids.filtered(lambda waiver: waiver.gate_id.stage_id == unused)
    waiver.with_user(team.user_id).action_grant()


def uninstall(env: Any) -> str:
    """Uninstall as the button in Apps does."""
    env["ir.module.module"].search([("name", "=", MODULE)]).button_immediate_uninstall()
    return "{}"


def judge(env: Any) -> str:
    """Questions that only the Odoo that is left can answer."""
    verdicts = {
        "the leader is still a salesperson": env["res.users"]
        .search([("login", "=", "the_leader")])
        .has_group("sales_team.group_sale_salesman"),
        "an archived stage that holds a lead stays": _has_stage(env, "Archived and used"),
        "an archived stage without leads is gone": not _has_stage(env, "Archived and unused"),
        "leads without a team have stages": bool(env["crm.lead"]._stage_find()),
        "the lead form opens": bool(env["crm.lead"].get_view(view_type="form")["arch"]),
        **_judge_scoring(env),
    }
    return json.dumps(verdicts)


def _has_stage(env: Any, name: str) -> bool:
    return bool(env["crm.stage"].search_count([("name", "=", name)]))


def _judge_scoring(env: Any) -> dict[str, bool]:
    """Run Odoo's scoring: staged leads keep their figure, the others get a new score."""
    team = env.ref("sales_team.team_sales_department")
    Lead = env["crm.lead"].with_context(active_test=False)
    staged = Lead.search([("team_id", "=", team.id), ("won_status", "=", "pending")])
    others = Lead.search([("team_id", "!=", team.id), ("won_status", "=", "pending")])
    kept = {lead.id: lead.probability for lead in staged}
    env.cr.execute(
        "UPDATE crm_lead SET automated_probability = 1, probability = 1 WHERE id = ANY(%s)",
        [others.ids],
    )
    env["ir.config_parameter"].set_param("crm.pls_start_date", "2000-01-01")
    env.invalidate_all()
    Lead._rebuild_pls_frequency_table()
    Lead._update_automated_probabilities()
    env.invalidate_all()
    changed = others.filtered(lambda lead: lead.probability != 1)
    verdicts = {
        "leads that followed a stage keep their figure through Odoo's scoring": all(
            lead.probability == kept[lead.id] for lead in staged
        )
        and bool(staged),
        "leads under predictive scoring go on being scored": bool(others)
        and changed == others.filtered("active"),
    }
    env.cr.rollback()
    return verdicts
