"""The Strategic funnel for the imported teams, by the same set-up an administrator uses."""

TEMPLATE = "sales_funnel_territory.crm_funnel_template_strategic"
POSITIONS = {"above": "above", "in": "in", "won": "order"}


def set_up(env, team_ids):
    """Give the teams the Strategic funnel; return {state: external ID of its stage}."""
    teams = env["crm.team"].browse(team_ids)
    if any(team.probability_source != "stage" for team in teams):
        template = env.ref(TEMPLATE)
        setup = env["crm.funnel.setup"].create(
            {"team_ids": [(6, 0, teams.ids)], "template_id": template.id}
        )
        setup.action_apply()
    return _stages(env, teams)


def _stages(env, teams):
    stages = env["crm.stage"].search([("team_ids", "in", teams.ids)], order="sequence, id")
    return {
        state: _external_id(
            env, stages.filtered(lambda stage, p=position: stage.funnel_position == p)[:1], state
        )
        for state, position in POSITIONS.items()
    }


def _external_id(env, stage, state):
    """Return a stage's external ID; an import finds records by it."""
    given = stage.get_external_id()[stage.id]
    if given:
        return given
    name = f"maven_stage_{state}"
    env["ir.model.data"].sudo().create(
        {"module": "__import__", "name": name, "model": "crm.stage", "res_id": stage.id}
    )
    return f"__import__.{name}"
