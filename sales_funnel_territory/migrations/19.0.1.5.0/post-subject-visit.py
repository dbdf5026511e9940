from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Show the subject Visits, new in this version; whoever wants can switch it off."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    subject = env.ref("sales_funnel_territory.group_subject_visit")
    env.ref("base.group_user").implied_ids += subject
