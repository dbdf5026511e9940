from odoo import models


class ResPartner(models.Model):
    """A visit from the customer's form."""

    _inherit = "res.partner"

    def action_plan_visit(self):
        """Propose three good times for a visit."""
        self.ensure_one()
        customer = self if self.is_company else self.commercial_partner_id
        people = self if self != customer else self.browse()
        return self.env["crm.visit.arrange"]._open(customer, people)
