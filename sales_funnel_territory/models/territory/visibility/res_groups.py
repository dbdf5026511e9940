from odoo import fields, models


class ResGroups(models.Model):
    """Roles beside sales that need every customer: who has one is not narrowed."""

    _inherit = "res.groups"

    sees_all_customers = fields.Boolean(
        help="The narrow view does not hold for people with this role: those who write invoices "
        "need every customer."
    )

    def write(self, vals):
        result = super().write(vals)
        Audience = self.env["crm.customer.audience"]
        if "sees_all_customers" in vals and Audience._is_narrow():
            self.env.registry.clear_cache()  # the domains of rules, kept for each user
            Audience._note([None])
        return result
