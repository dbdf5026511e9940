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
_NO_TIME = ("proposed", "cancelled")


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
    other_visit_id = fields.Many2one(
        "crm.visit",
        "In Its Way",
        ondelete="set null",
        index="btree_not_null",
        help="The appointment it clashes with.",
    )
    agreed_start = fields.Datetime("Agreed Time", help="The time that cannot be kept.")
    is_served = fields.Boolean(
        compute="_compute_is_served",
        store=True,
        help="Its visit has found a time in the days of the plan after all.",
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

    @api.depends(
        "visit_id.start",
        "visit_id.state",
        "visit_id.window_from",
        "visit_id.active",
        "agreed_start",
        "plan_id.date_from",
        "plan_id.date_to",
    )
    def _compute_is_served(self):
        for one in self:
            visit, plan = one.visit_id, one.plan_id
            is_new = visit.start and visit.start != one.agreed_start
            has_time = is_new and visit.active and visit.state not in _NO_TIME
            one.is_served = has_time and plan.date_from <= visit.window_from <= plan.date_to

    @api.depends("cause", "partner_id", "visit_id", "other_visit_id", "duration")
    @api.depends_context("lang")
    def _compute_note(self):
        remedies = self._get_remedies()
        for one in self:
            one.note = " ".join(filter(None, [one._get_fact(), remedies.get(one.cause)]))

    def _get_fact(self):
        """Return what stands in the way, with its value, where the cause alone does not say it."""
        return ""

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
