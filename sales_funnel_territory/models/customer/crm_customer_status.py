from odoo import api, fields, models
from odoo.exceptions import ValidationError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CONTACT_KINDS = [
    ("meeting", "Meeting"),
    ("visit", "Visit"),
    ("call", "Call"),
    ("report", "Call Report"),
    ("email", "E-mail"),
]


class CrmCustomerStatus(models.Model):
    """Where we stand with a customer: one row for each, so that no contact ever touches the
    customer's own record.

    Dates are stored; how many days ago, or left, is computed when asked.
    """

    _name = "crm.customer.status"
    _inherit = ["crm.cadence.mixin", "crm.counted.mixin"]
    _description = "Customer Status"
    _rec_name = "partner_id"
    _order = "next_contact_due, id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(related="partner_id.user_id", string="Main Responsible")
    company_id = fields.Many2one(related="partner_id.company_id")
    customer_since = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    # class
    class_id = fields.Many2one(
        "crm.customer.class",
        string="Customer Class",
        index=True,
        ondelete="restrict",
        help="The class that was confirmed by a person.",
    )
    class_confirmed_on = fields.Datetime("Confirmed On", readonly=True)
    class_confirmed_by_id = fields.Many2one("res.users", string="Confirmed By", readonly=True)
    proposed_class_id = fields.Many2one(
        "crm.customer.class", index=True, ondelete="set null", readonly=True
    )
    proposed_on = fields.Datetime(readonly=True)
    value_score = fields.Float("Value", readonly=True)
    urgency_score = fields.Float("Urgency", readonly=True)
    proposal_rule_ids = fields.Json("Rules of the Proposal", readonly=True)
    # cadence: own numbers come before the class's
    contact_least_gap = fields.Integer(help="At least so many days between two contacts.")
    contact_largest_gap = fields.Integer(help="At most so many days between two contacts.")
    visit_least_gap = fields.Integer(help="At least so many days between two visits.")
    visit_largest_gap = fields.Integer(help="At most so many days between two visits.")
    visit_minutes = fields.Integer(
        "Visit (Minutes)", help="How long a visit takes; empty: as usual in the customer's class."
    )
    is_open_monday = fields.Boolean("Mon", default=True)
    is_open_tuesday = fields.Boolean("Tue", default=True)
    is_open_wednesday = fields.Boolean("Wed", default=True)
    is_open_thursday = fields.Boolean("Thu", default=True)
    is_open_friday = fields.Boolean("Fri", default=True)
    is_open_saturday = fields.Boolean("Sat", default=True)
    is_open_sunday = fields.Boolean("Sun", default=True)
    hour_from = fields.Float("Receives From", default=0.0)
    hour_to = fields.Float("Receives To", default=24.0)
    access_notes = fields.Text(
        help="What one must know to get in: gate, parking, whom to ask for, safety shoes."
    )
    # what happened, what is due
    last_contact_on = fields.Datetime("Last Contact", readonly=True)
    last_visit_on = fields.Datetime("Last Visit", readonly=True)
    first_meeting_on = fields.Datetime("First Meeting", readonly=True)
    next_contact_due = fields.Date(compute="_compute_next_due", store=True, index=True)
    next_visit_due = fields.Date(compute="_compute_next_due", store=True, index=True)

    _partner_unique = models.Constraint(
        "UNIQUE(partner_id)", "There is one status for each customer."
    )
    _hours = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to)",
        "A customer receives from an hour to a later one, between 0 and 24.",
    )

    # ------------------------------------------------------------------ computes

    @api.depends(
        "class_id.contact_number",
        "class_id.contact_unit",
        "class_id.visit_number",
        "class_id.visit_unit",
        "contact_number",
        "contact_unit",
        "contact_least_gap",
        "contact_largest_gap",
        "visit_number",
        "visit_unit",
        "visit_least_gap",
        "visit_largest_gap",
        "last_contact_on",
        "last_visit_on",
        "customer_since",
        *(f"is_open_{day}" for day in WEEKDAYS),
    )
    def _compute_next_due(self):
        due = self._prepare_next_due()
        for status in self:
            status.next_contact_due, status.next_visit_due = due[status]

    # ------------------------------------------------------------------ checks

    @api.constrains(*(f"is_open_{day}" for day in WEEKDAYS))
    def _check_open_days(self):
        for status in self:
            if not any(status[f"is_open_{day}"] for day in WEEKDAYS):
                raise ValidationError(
                    self.env._(
                        "%(customer)s receives on no day of the week: choose one at least.",
                        customer=status.partner_id.name,
                    )
                )

    @api.constrains(
        "contact_least_gap", "contact_largest_gap", "visit_least_gap", "visit_largest_gap"
    )
    def _check_gaps(self):
        for status in self:
            for rhythm in ("contact", "visit"):
                least, largest = status._get_gaps(rhythm)
                if min(least or 1, largest or 1) < 1 or (least and largest and least > largest):
                    raise ValidationError(
                        self.env._(
                            "%(customer)s: gaps of %(least)s to %(largest)s days are not "
                            "possible. The least is one day or more, the largest not less.",
                            customer=status.partner_id.name,
                            least=least,
                            largest=largest,
                        )
                    )

    def _get_gaps(self, rhythm):
        return self[f"{rhythm}_least_gap"] or None, self[f"{rhythm}_largest_gap"] or None

    def _get_frequency(self, rhythm):
        """Return the frequency in force: its own, else its class's, else none."""
        return super()._get_frequency(rhythm) or (
            self.class_id._get_frequency(rhythm) if self.class_id else None
        )
