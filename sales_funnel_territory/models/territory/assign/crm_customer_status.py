from odoo import api, models


class CrmCustomerStatus(models.Model):
    """Another class may be another territory."""

    _inherit = "crm.customer.status"

    @api.model_create_multi
    def create(self, vals_list):
        statuses = super().create(vals_list)
        if any(vals.get("class_id") for vals in vals_list):
            statuses.partner_id._note_for_territory(("customer_class_id",))
        return statuses

    def write(self, vals):
        result = super().write(vals)
        if "class_id" in vals:
            self.partner_id._note_for_territory(("customer_class_id",))
        return result
