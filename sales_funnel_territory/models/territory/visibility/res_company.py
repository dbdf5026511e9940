from odoo import api, models


class ResCompany(models.Model):
    """The contact of one's own company is for everybody."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["crm.customer.audience"]._note(companies.partner_id.ids)
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.env["crm.customer.audience"]._note(self.partner_id.ids)
        return result
