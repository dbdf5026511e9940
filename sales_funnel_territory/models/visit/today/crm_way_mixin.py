from odoo import api, fields, models


class CrmWayMixin(models.AbstractModel):
    """Records of a customer (``partner_id``): where a phone's own map app is to go."""

    _name = "crm.way.mixin"
    _description = "Way to a Customer"

    partner_way = fields.Char("Way", compute="_compute_partner_way")

    @api.depends(lambda self: ("partner_id",) if "partner_id" in self._fields else ())
    def _compute_partner_way(self):
        ways = self.env["crm.today"]._today_ways(self.partner_id)
        for record in self:
            record.partner_way = ways.get(record.partner_id.id, "")
