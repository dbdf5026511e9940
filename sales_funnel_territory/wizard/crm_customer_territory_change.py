from odoo import fields, models


class CrmCustomerTerritoryChange(models.TransientModel):
    """Put customers into a territory by hand."""

    _name = "crm.customer.territory.change"
    _description = "Change the Territory"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    territory_id = fields.Many2one(
        "crm.territory",
        string="New Territory",
        help="Customers stay there, whatever rules and areas say. Empty: the rules decide again.",
    )

    def action_apply(self):
        self.ensure_one()
        if self.territory_id:
            self.partner_ids.write({"territory_id": self.territory_id.id, "territory_locked": True})
        else:
            self.partner_ids.action_unlock_territory()
        return {"type": "ir.actions.act_window_close"}
