from odoo import fields, models

CAUSES = [
    ("no_place", "No position on the map"),
    ("frequency", "Visit frequency impossible"),
    ("closed", "Closed all week"),
    ("window", "Hours shorter than the visit"),
    ("no_hours", "No working hours"),
    ("too_far", "Too far for a day"),
    ("clash", "Clashes with another appointment"),
    ("spacing", "Too near to another visit"),
    ("full", "Days are full"),
    ("funnel_hours", "Funnel hours used up"),
    ("dropped", "Left out on purpose"),
]


class CrmVisitShortfall(models.Model):
    """A visit that was due and has no place in the plan, and why: nothing disappears."""

    _name = "crm.visit.shortfall"
    _description = "Visit Not Served"
    _order = "plan_id, worth desc, id"
    _rec_name = "partner_id"

    plan_id = fields.Many2one("crm.visit.plan", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade"
    )
    visit_id = fields.Many2one(
        "crm.visit", ondelete="set null", index="btree_not_null", help="The visit that waits."
    )
    cause = fields.Selection(CAUSES, required=True, index=True)
    note = fields.Char("Remedy")
    due_on = fields.Date("Due")
    duration = fields.Float("Duration (Hours)")
    worth = fields.Float()
    user_id = fields.Many2one(related="plan_id.user_id")
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")
    territory_id = fields.Many2one(related="partner_id.territory_id")
    company_id = fields.Many2one(related="plan_id.company_id")
