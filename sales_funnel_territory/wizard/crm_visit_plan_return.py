from odoo import fields, models


class CrmVisitPlanReturn(models.TransientModel):
    """Give a visit plan back to its person, and say what should be another way."""

    _name = "crm.visit.plan.return"
    _description = "Return a Visit Plan"

    plan_id = fields.Many2one(
        "crm.visit.plan",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    remark = fields.Text("What Should Change", required=True)

    def action_apply(self):
        self.ensure_one()
        self.plan_id.action_return(self.remark)
        return {"type": "ir.actions.act_window_close"}
