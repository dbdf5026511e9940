"""The Strategic funnel for the imported teams; returns the stages the deals go to."""

POSITIONS = {"above": "above", "in": "in", "best_few": "best_few", "won": "order"}
STRATEGIC = (
    ("above", "Above", 25, 10),
    ("in", "In", 40, 20),
    ("best_few", "Best Few", 75, 30),
    ("won", "Order", 100, 40),
)


def set_up(env, team_ids):
    """Give the teams the Strategic funnel; return {state: external ID of its stage}."""
    teams = env["crm.team"].browse(team_ids)
    if not _is_set_up(teams):
        _leave_shared_stages_to_others(env, teams)
        _create_stages(env, teams)
        teams.write({"probability_source": "stage"})
    return _stages(env, teams)


def _is_set_up(teams):
    return all(team.probability_source == "stage" for team in teams)


def _leave_shared_stages_to_others(env, teams):
    others = env["crm.team"].with_context(active_test=False).search([("id", "not in", teams.ids)])
    env["crm.stage"].search([("team_ids", "=", False)]).write({"team_ids": [(6, 0, others.ids)]})


def _create_stages(env, teams):
    values = [
        {
            "name": name,
            "probability": probability,
            "sequence": sequence,
            "is_won": state == "won",
            "team_ids": [(6, 0, teams.ids)],
        }
        for state, name, probability, sequence in STRATEGIC
    ]
    env["crm.stage"].create(values)


def _stages(env, teams):
    """Return the stages' external IDs, made where the set-up gave none."""
    stages = env["crm.stage"].search([("team_ids", "in", teams.ids)], order="sequence")
    found = {}
    for state, position in POSITIONS.items():
        stage = stages.filtered(lambda stage, p=position: stage.funnel_position == p)[:1]
        found[state] = _external_id(env, stage, f"maven_stage_{state}")
    return found


def _external_id(env, stage, name):
    given = stage.get_external_id()[stage.id]
    if given:
        return given
    env["ir.model.data"].sudo().create(
        {"module": "__import__", "name": name, "model": "crm.stage", "res_id": stage.id}
    )
    return f"__import__.{name}"
