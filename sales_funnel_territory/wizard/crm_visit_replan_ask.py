from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("day_off", "A Day Off (Sick, or Called Away)"),
    ("cancelled", "A Visit Does Not Take Place"),
    ("urgent", "An Urgent Visit"),
]


class CrmVisitReplanAsk(models.TransientModel):
    """What has happened to a plan in force."""

    _name = "crm.visit.replan.ask"
    _description = "Plan Anew"

    plan_id = fields.Many2one("crm.visit.plan", required=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "What Has Happened", required=True, default="day_off")
    day = fields.Date(compute="_compute_day", store=True, readonly=False)
    visit_id = fields.Many2one(
        "crm.visit",
        domain="[('plan_id', '=', plan_id), ('state', 'in', ('planned', 'confirmed'))]",
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", domain="[('is_sales_customer', '=', True)]", ondelete="cascade"
    )
    start = fields.Datetime("Agreed Time", help="Empty: wherever it fits best.")
    minutes = fields.Integer(default=60)

    @api.depends("plan_id")
    def _compute_day(self):
        today = fields.Date.context_today(self)
        for ask in self:
            first, last = ask.plan_id.date_from or today, ask.plan_id.date_to or today
            ask.day = min(max(today, first), last)

    def action_propose(self):
        """Show what would change."""
        self.ensure_one()
        plan = self.plan_id
        if self.kind == "day_off":
            self._check_given("day", plan)
            return plan.action_day_off(self.day)
        if self.kind == "cancelled":
            self._check_given("visit_id", plan)
            return plan.action_visit_cancelled(self.visit_id.id)
        self._check_given("partner_id", plan)
        return plan.action_urgent_visit(self.partner_id.id, self.start, max(5, self.minutes))

    def _check_given(self, name, plan):
        if self[name]:
            return
        raise UserError(
            self.env._(
                "%(plan)s: “%(field)s” is missing.",
                plan=plan.display_name,
                field=self._fields[name]._description_string(self.env),
            )
        )
