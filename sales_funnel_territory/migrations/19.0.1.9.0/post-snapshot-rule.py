from odoo import SUPERUSER_ID, api

RULE = "sales_funnel_territory.crm_forecast_snapshot_rule_personal"


def migrate(cr, version):
    """Let who is in a team see that its forecast was submitted, and not what is said about it.

    A leader of another team could read and write comments there.
    """
    if not version:
        return
    rule = api.Environment(cr, SUPERUSER_ID, {}).ref(RULE, raise_if_not_found=False)
    if rule:
        rule.perm_write = False
