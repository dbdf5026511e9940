from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Meetings with customers that lie ahead are visits from now on."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["crm.visit"]._take_appointments()
