from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals and self._is_any_company():
            self.env["res.company"]._follow_time_zones()
        return result

    def _is_any_company(self):
        # sudo: only whether one of these is the address of a company of this database
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return bool(companies.search_count([("partner_id", "in", self.ids)], limit=1))
