from odoo import models
from odoo.tools import SQL

from ....tools.precommit import collected

_SUBMITTED = "sales_funnel_territory.reports_submitted"


class CrmCallReport(models.Model):
    """A submitted report is a contact of its customer."""

    _inherit = "crm.call.report"

    def _submit(self):
        result = super()._submit()
        settle = self.browse()._register_contacts
        collected(self.env.cr, _SUBMITTED, settle).update(self.ids)
        return result

    def _register_contacts(self):
        noted = self.env.cr.precommit.data.pop(_SUBMITTED, set())
        if noted:
            Status = self.env["crm.customer.status"]
            Status._take_contacts_safely(Status._reports_sql(SQL("report.id = ANY(%s)", [*noted])))
