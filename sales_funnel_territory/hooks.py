"""What happens once, as the module comes and goes."""


def post_init_hook(env):
    """Begin the history of leads; keep weighted amounts right where none is stale yet."""
    lead = env["crm.lead"]
    env["crm.lead.history"]._begin()
    if not lead._count_stale_weighted():
        lead._accept_weighted_repair()


def uninstall_hook(env):
    """Leave a working Odoo: figures that followed a stage stay, as if set by hand."""
    env["crm.lead"]._keep_stage_probabilities_as_hand_set()
