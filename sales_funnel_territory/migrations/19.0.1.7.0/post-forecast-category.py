from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Leads have a forecast category of their own from now on: that of their stage, at first."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["crm.lead"]._fill_categories()
