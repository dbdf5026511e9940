from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.tools.date_utils import start_of

from ...tools.day_words import date_words

KINDS = [("quarter", "Quarter"), ("month", "Month"), ("week", "Week")]
STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("running", "Running"),
    ("closed", "Finished"),
]
LENGTHS = {
    "quarter": relativedelta(months=3),
    "month": relativedelta(months=1),
    "week": relativedelta(weeks=1),
}
# what the next plan of a person takes over from the last one
WISHES = (
    "free_half_days",
    "funnel_hours",
    "longest_day",
    "most_visits",
    "start_partner_id",
    "end_partner_id",
    "place_ids",
)


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
    date_from = fields.Date(
        "From",
        required=True,
        index=True,
        compute="_compute_date_from",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        "To",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
    )
    parent_id = fields.Many2one(
        "crm.visit.plan",
        "Follows",
        index=True,
        ondelete="set null",
        compute="_compute_parent_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The plan above it: its visits and their days come from there.",
    )
    child_ids = fields.One2many("crm.visit.plan", "parent_id", "Plans Below")
    state = fields.Selection(
        STATES, required=True, default="draft", index=True, copy=False, tracking=True
    )
    visit_ids = fields.One2many("crm.visit", "plan_id", "Visits")
    shortfall_ids = fields.One2many(
        "crm.visit.shortfall", "plan_id", "Not Served", domain=[("is_served", "=", False)]
    )
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
        "res.partner",
        "Start From",
        ondelete="set null",
        help="Where a day begins; empty: at the person's own address, else at the company.",
    )
    end_partner_id = fields.Many2one(
        "res.partner",
        "Come Back To",
        ondelete="set null",
        help="Where a day ends; empty: where it begins.",
    )
    standing_in_ids = fields.Many2many(
        "res.users",
        "crm_visit_plan_standing_in_rel",
        string="Stands In For",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Colleagues whose customers are visited as well in this plan.",
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
    _period_of_person = models.Index("(user_id, date_from, date_to)")

    # ------------------------------------------------------------------ computes

    @api.depends("kind")
    def _compute_date_from(self):
        """Propose the next week, month or quarter that the person has no plan for."""
        today = fields.Date.context_today(self)
        for plan in self:
            kind = plan.kind or "week"
            planned = plan._find_periods_ahead(kind, today)
            first = start_of(today, kind) + LENGTHS[kind]
            while any(begin <= first <= end for begin, end in planned):
                first += LENGTHS[kind]
            plan.date_from = first

    def _find_periods_ahead(self, kind, today):
        """Return first and last day of the person's other plans of this kind from today on."""
        plans = self.search(
            [
                ("user_id", "=", self.user_id.id),
                ("kind", "=", kind),
                ("date_to", ">=", today),
                ("id", "!=", self._origin.id),
            ]
        )
        return [(plan.date_from, plan.date_to) for plan in plans]

    @api.onchange("user_id")
    def _onchange_user_id(self):
        """Propose for the person just chosen; a plan that is there already keeps its dates."""
        if not self._origin:
            self._compute_date_from()

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for plan in self:
            length = LENGTHS[plan.kind or "week"]
            plan.date_to = plan.date_from and plan.date_from + length - timedelta(days=1)

    @api.depends("kind", "user_id", "date_from")
    def _compute_parent_id(self):
        for plan in self:
            plan.parent_id = plan._find_upper_plan()

    @api.depends("user_id", "kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = self.env._(
                "%(person)s, %(period)s",
                person=plan.user_id.name or "",
                period=plan._get_period_words(),
            )

    def _get_period_words(self):
        """Return the plan's period in words: the week, the month, the quarter."""
        if not self.date_from:
            return ""
        if self.kind == "week":
            return self.env._(
                "week %(number)s from %(day)s",
                number=self.date_from.isocalendar().week,
                day=date_words(self.env, self.date_from, "d MMM y"),
            )
        pattern = "MMMM y" if self.kind == "month" else "QQQ y"
        return date_words(self.env, self.date_from, pattern)

    # ------------------------------------------------------------------ CRUD

    @api.model
    def default_get(self, fields_list):
        """Propose what the person wanted last time."""
        values = super().default_get(fields_list)
        last = self._find_last_plan(values.get("user_id") or self.env.uid)
        wishes = [name for name in WISHES if name in fields_list and last]
        return values | last._get_wishes(wishes)

    # ------------------------------------------------------------------ plans above, before

    def _find_upper_plan(self):
        """Return the next plan above that covers this one: a week is its Thursday's month."""
        self.ensure_one()
        if not self.date_from:
            return self.browse()
        day = self.date_from + timedelta(days=3)
        kinds = list(LENGTHS)
        above = kinds[: kinds.index(self.kind or "week")]
        plans = self.search(
            [
                ("user_id", "=", self.user_id.id),
                ("kind", "in", above),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ]
        )
        return plans.sorted(lambda plan: (above.index(plan.kind), plan.id), reverse=True)[:1]

    def _get_wishes(self, names):
        """Return what the person wants, as values of a new plan."""
        return {name: self._fields[name].convert_to_write(self[name], self) for name in names}

    @api.model
    def _create_next_week(self, people, monday):
        """Create a draft of the week for each of these people, as they wanted the last one."""
        values = []
        for person in people:
            last = self._find_last_plan(person.id)
            values.append(
                {
                    **last._get_wishes(WISHES),
                    "user_id": person.id,
                    "company_id": last.company_id.id,
                    "kind": "week",
                    "date_from": monday,
                }
            )
        return self.create(values)

    @api.model
    def _find_last_plan(self, user_id):
        return self.search([("user_id", "=", user_id)], order="id desc", limit=1)
