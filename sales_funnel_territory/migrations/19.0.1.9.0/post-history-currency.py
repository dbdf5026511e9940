from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Leads of no company count in the first one, in its currency: so in their history, too.

    It had kept the currency of the company in which whoever changed them worked.
    """
    if not version:
        return
    company = api.Environment(cr, SUPERUSER_ID, {})["crm.team"]._default_company()
    cr.execute(
        """UPDATE crm_lead_history SET currency_id = %(currency)s
        WHERE company_id IS NULL AND currency_id IS DISTINCT FROM %(currency)s""",
        {"currency": company.currency_id.id},
    )
