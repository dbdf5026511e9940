from odoo import models


class CrmVisit(models.Model):
    """A visit on a phone: one tap calls, goes there, opens its report."""

    _name = "crm.visit"
    _inherit = ["crm.visit", "crm.way.mixin"]

    def action_report_phone(self):
        """Write the report on this visit as the phone shows it."""
        self.ensure_one()
        return self.env["crm.call.report"]._get_phone_action(visit_id=self.id)
