from odoo import api, fields, models

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
    note = fields.Char("Remedy", compute="_compute_note")
    due_on = fields.Date("Due")
    duration = fields.Float("Duration (Hours)")
    worth = fields.Float()
    user_id = fields.Many2one(related="plan_id.user_id")
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")
    territory_id = fields.Many2one(related="partner_id.territory_id")
    company_id = fields.Many2one(related="plan_id.company_id")

    @api.depends("cause")
    @api.depends_context("lang")
    def _compute_note(self):
        remedies = self._get_remedies()
        for one in self:
            one.note = remedies.get(one.cause, False)

    @api.model
    def _get_remedies(self):
        """Return what one can do about a visit that has no place, by cause."""
        return {
            "no_place": self.env._("Give the customer a position on the map."),
            "frequency": self.env._("Set a visit frequency of 1 to 366 that the days allow."),
            "closed": self.env._("Look at the customer's weekdays, or make a longer plan."),
            "window": self.env._("Shorten the visit, or widen the customer's hours."),
            "no_hours": self.env._("Look at working hours, leaves and free half-days."),
            "too_far": self.env._("Allow a longer day, start elsewhere, or hand him over."),
            "clash": self.env._("Move one of the two appointments."),
            "spacing": self.env._("Allow shorter or longer gaps between visits."),
            "full": self.env._("Fewer free half-days, longer intervals, or hand customers over."),
            "dropped": self.env._("Take him in again under “How You Want to Work”."),
            "funnel_hours": self.env._("Allow more hours a week for opportunities."),
        }
