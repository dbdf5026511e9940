from odoo import api, fields, models

KINDS = [("quarter", "Quarter"), ("month", "Month"), ("week", "Week")]
STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("running", "Running"),
    ("closed", "Closed"),
]


class CrmVisitPlan(models.Model):
    """A person's visits of a quarter, a month or a week: drafted, approved, published."""

    _name = "crm.visit.plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Visit Plan"
    _order = "date_from desc, user_id, id"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, default="week", index=True)
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date("To", required=True)
    parent_id = fields.Many2one(
        "crm.visit.plan", "Follows", index=True, ondelete="set null", help="The plan above it."
    )
    state = fields.Selection(
        STATES, required=True, default="draft", index=True, copy=False, tracking=True
    )
    visit_ids = fields.One2many("crm.visit", "plan_id", "Visits")
    shortfall_ids = fields.One2many("crm.visit.shortfall", "plan_id", "Not Served")
    # what the person wants
    free_half_days = fields.Integer(
        "Free Half-Days a Week", default=1, help="Left free of visits, for what comes up."
    )
    funnel_hours = fields.Float(
        "Funnel Hours a Week", default=8.0, help="Most hours a week for visits that move a deal on."
    )
    longest_day = fields.Float(
        "Longest Day (Hours)", default=10.0, help="From leaving to coming back."
    )
    most_visits = fields.Integer("Most Visits a Day", help="No limit where it is 0.")
    start_partner_id = fields.Many2one(
        "res.partner", "Start From", ondelete="set null", help="Where a day begins."
    )
    end_partner_id = fields.Many2one(
        "res.partner", "Come Back To", ondelete="set null", help="Where a day ends."
    )
    note = fields.Text()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    team_id = fields.Many2one(related="user_id.sale_team_id")

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "A plan cannot end before it begins."
    )

    @api.depends("user_id", "kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for plan in self:
            plan.display_name = self.env._(
                "%(person)s, %(kind)s from %(day)s",
                person=plan.user_id.name or "",
                kind=labels.get(plan.kind, ""),
                day=plan.date_from or "",
            )
