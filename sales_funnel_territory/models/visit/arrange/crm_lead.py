from odoo import models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """A visit from the opportunity's form."""

    _inherit = "crm.lead"

    def action_plan_visit(self):
        """Propose three good times for a visit that brings the opportunity on."""
        self.ensure_one()
        contact = self.partner_id
        if not contact:
            raise UserError(
                self.env._(
                    "%(opportunity)s has no customer yet: choose one, then plan the visit.",
                    opportunity=self.name,
                )
            )
        customer = contact if contact.is_company else contact.commercial_partner_id
        people = contact - customer
        return self.env["crm.visit.arrange"]._open(customer, people, self)
