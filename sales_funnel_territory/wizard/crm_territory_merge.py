from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class CrmTerritoryMerge(models.TransientModel):
    """Several zones become one."""

    _name = "crm.territory.merge"
    _description = "Merge Zones"

    territory_ids = fields.Many2many("crm.territory", string="Zones", required=True)
    keep_id = fields.Many2one(
        "crm.territory",
        string="Stays",
        required=True,
        domain="[('id', 'in', territory_ids)]",
        help="Its name, people and colour stay; area, rules and customers of the others join it.",
    )
    customer_count = fields.Integer("Customers Who Move", compute="_compute_customer_count")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "crm.territory":
            zones = self.env["crm.territory"].browse(self.env.context.get("active_ids", []))
            values["territory_ids"] = [Command.set(zones.ids)]
            values["keep_id"] = max(zones, key=lambda zone: zone.area_km2, default=zones).id
        return values

    @api.depends("territory_ids", "keep_id")
    def _compute_customer_count(self):
        for wizard in self:
            counts = wizard.territory_ids._count_map_customers()
            wizard.customer_count = sum(counts.values()) - counts.get(wizard.keep_id.id, 0)

    def action_merge(self):
        self.ensure_one()
        if len(self.territory_ids) < 2:
            raise UserError(self.env._("Choose two zones or more: one alone cannot be merged."))
        self.territory_ids.merge_into(self.keep_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.territory",
            "res_id": self.keep_id.id,
            "view_mode": "form",
        }
