from odoo import api, fields, models


class CrmVisit(models.Model):
    """Where a phone's own map app is to go for a visit."""

    _inherit = "crm.visit"

    partner_way = fields.Char("Way", compute="_compute_partner_way")

    @api.depends("partner_id")
    def _compute_partner_way(self):
        places = self.env["crm.today"]._today_ways(self.partner_id)
        for visit in self:
            visit.partner_way = places.get(visit.partner_id.id, "")
