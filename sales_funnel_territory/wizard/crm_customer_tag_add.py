from odoo import Command, fields, models


class CrmCustomerTagAdd(models.TransientModel):
    """Give several customers the same tags, beside those they have."""

    _name = "crm.customer.tag.add"
    _description = "Add Tags"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    category_ids = fields.Many2many("res.partner.category", string="Tags", required=True)

    def action_apply(self):
        self.ensure_one()
        self.partner_ids.write(
            {"category_id": [Command.link(tag) for tag in self.category_ids.ids]}
        )
        return {"type": "ir.actions.act_window_close"}
