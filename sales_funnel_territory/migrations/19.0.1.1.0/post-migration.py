from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Begin the history of leads, as an installation does."""
    api.Environment(cr, SUPERUSER_ID, {})["crm.lead.history"]._begin()
