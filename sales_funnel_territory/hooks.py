"""What happens once, as the module comes and goes."""

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.tools import SQL

from .tools.match_keys import drop_functions
from .tools.traces import Traces

MODULE = "sales_funnel_territory"


def post_init_hook(env):
    """Begin the history of leads; keep weighted amounts right where none is stale yet.

    Who won what so far keeps the credit; no figure of Odoo's changes.
    """
    lead = env["crm.lead"]
    lead._settle_credit()
    env["crm.lead.history"]._begin()
    if not lead._count_stale_weighted():
        lead._accept_weighted_repair()


def uninstall_hook(env):
    """Leave a working Odoo: figures stay, what names our fields goes, nobody loses a right."""
    env["crm.lead"]._keep_stage_probabilities_as_hand_set()
    _keep_leaders_in_sales(env)
    _delete_unused_archived_stages(env)
    _share_stages_again(env)
    env["crm.territory"]._get_own_outlines().unlink()
    _keep_events_of_visits(env)
    env["crm.visit.run"]._leave_nothing()
    Traces(env, MODULE).remove()
    drop_functions(env.cr)
    env["ir.config_parameter"].search([("key", "=like", f"{MODULE}.%")]).unlink()


def _keep_leaders_in_sales(env):
    """A team leader stays a salesperson: his group, which implied that, goes."""
    leaders = env.ref(f"{MODULE}.group_team_leader").with_context(active_test=False).user_ids
    leaders.write({"group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)]})


def _keep_events_of_visits(env):
    """Keep what stands in people's calendars: Odoo deletes events with the model they name."""
    env.flush_all()
    env.cr.execute(
        """UPDATE calendar_event SET res_model_id = NULL, res_model = NULL, res_id = NULL
        WHERE res_model = 'crm.visit'"""
    )
    env.invalidate_all()


def _delete_unused_archived_stages(env):
    """Archiving stages is ours: without us they would come back into every pipeline."""
    gates = env["crm.stage.gate"].with_context(active_test=False, **{MODULE_UNINSTALL_FLAG: True})
    gates.search([]).unlink()  # with decisions about them, that would keep a stage
    archived = env["crm.stage"].with_context(active_test=False).search([("active", "=", False)])
    leads = env["crm.lead"].with_context(active_test=False)
    used = leads._read_group([("stage_id", "in", archived.ids)], [], ["stage_id:recordset"])[0][0]
    (archived - used).unlink()


def _share_stages_again(env):
    """Share the stages of leads without a team with all teams, where no stage is shared.

    Odoo scores nothing without a shared stage, and gives a lead without a team no other.
    """
    if env["crm.stage"].search_count([("team_ids", "=", False)], limit=1):
        return
    stages = env["crm.stage"].search([("for_no_team", "=", True)])
    teams = env["crm.stage"]._fields["team_ids"]
    # by SQL: our check, that a shared stage has a probability, goes with us
    env.cr.execute(
        SQL(
            "DELETE FROM %s WHERE %s = ANY(%s)",
            SQL.identifier(teams.relation),
            SQL.identifier(teams.column1),
            stages.ids,
        )
    )
    stages.invalidate_recordset(["team_ids"])
