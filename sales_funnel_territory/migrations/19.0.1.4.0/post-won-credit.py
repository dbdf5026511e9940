from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give won opportunities their credit: the salesperson; there were no territories."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["crm.lead"]._settle_credit()
