from odoo import fields, models


class CrmCustomerResponsibleChange(models.TransientModel):
    """Give customers to another main responsible, with what he should know."""

    _name = "crm.customer.responsible.change"
    _description = "Change the Main Responsible"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    user_id = fields.Many2one(
        "res.users", string="New Main Responsible", required=True, domain=[("share", "=", False)]
    )
    note = fields.Text(
        "Hand-over Note",
        help="What the new main responsible should know: what was promised, who matters, what "
        "comes next. It is kept with the customer.",
    )

    def action_apply(self):
        self.ensure_one()
        told = self.partner_ids.with_context(handover_note=self.note)
        told.write({"user_id": self.user_id.id})
        return {"type": "ir.actions.act_window_close"}
