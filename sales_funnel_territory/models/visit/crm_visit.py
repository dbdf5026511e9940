from datetime import UTC

from odoo import api, fields, models

from ..funnel.crm_stage_playbook import WORK_KINDS as FUNNEL_WORK

STATES = [
    ("proposed", "Proposed"),
    ("planned", "Planned"),
    ("confirmed", "Confirmed"),
    ("under_way", "Under Way"),
    ("done", "Done"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
ORIGINS = [
    ("cadence", "Visit Frequency"),
    ("fixed_route", "Fixed Route"),
    ("funnel", "Funnel"),
    ("appointment", "Appointment"),
    ("manual", "By Hand"),
]
WORK_KINDS = [
    *FUNNEL_WORK,
    ("fixed_route", "Fixed Route"),
    ("internal", "Internal"),
    ("travel", "Travel"),
]
# what still lies ahead, and what may be moved
OPEN_STATES = ("proposed", "planned", "confirmed")


class CrmVisit(models.Model):
    """One visit of one person to one customer: wanted, planned, made or missed."""

    _name = "crm.visit"
    _inherit = ["mail.thread", "mail.activity.mixin", "sales.plan.week.mixin"]
    _description = "Visit"
    _order = "window_from, start, sequence, id"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index=True,
        ondelete="restrict",
        domain="[('is_sales_customer', '=', True)]",
        tracking=True,
    )
    contact_ids = fields.Many2many(
        "res.partner",
        "crm_visit_contact_rel",
        string="People to Meet",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    companion_ids = fields.Many2many(
        "res.users",
        "crm_visit_companion_rel",
        string="Companions",
        help="Colleagues who come along: their time is taken as well.",
    )
    window_from = fields.Date(
        "Not Before",
        compute="_compute_window",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        help="First day on which the visit may take place; the day itself once it is planned.",
    )
    window_to = fields.Date(
        "Not After",
        compute="_compute_window",
        store=True,
        readonly=False,
        precompute=True,
    )
    start = fields.Datetime(index=True, tracking=True)
    stop = fields.Datetime("End", compute="_compute_stop", store=True)
    duration = fields.Float("Duration (Hours)", default=1.0)
    state = fields.Selection(STATES, default="proposed", required=True, index=True, tracking=True)
    origin = fields.Selection(ORIGINS, default="manual", required=True, index=True)
    work_kind = fields.Selection(WORK_KINDS, index=True)
    purpose = fields.Char(help="What success looks like.")
    opportunity_ids = fields.Many2many(
        "crm.lead",
        "crm_visit_lead_rel",
        string="Opportunities",
        domain="[('type', '=', 'opportunity')]",
    )
    priority = fields.Selection(
        [("0", "Normal"), ("1", "High"), ("2", "Very High"), ("3", "Urgent")], default="0"
    )
    is_frozen = fields.Boolean(
        "Frozen", help="Stays where it is, whatever is planned anew.", tracking=True
    )
    sequence = fields.Integer("Order in the Day", default=0, aggregator=None)
    travel_minutes = fields.Integer("Travel There (Minutes)")
    travel_km = fields.Float("Travel There (km)", digits=(16, 1))
    reason = fields.Char(help="Why on this day.")
    missed_reason = fields.Char()
    checked_in_on = fields.Datetime("Checked In", copy=False)
    checked_out_on = fields.Datetime("Checked Out", copy=False)
    plan_id = fields.Many2one("crm.visit.plan", "Visit Plan", index=True, ondelete="set null")
    route_id = fields.Many2one("crm.route", "Fixed Route", index=True, ondelete="set null")
    event_id = fields.Many2one(
        "calendar.event",
        "Calendar Event",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    partner_phone = fields.Char(related="partner_id.phone")
    # to group by, joined and not copied
    territory_id = fields.Many2one(related="partner_id.territory_id")
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")
    team_id = fields.Many2one(related="user_id.sale_team_id")

    _window_in_order = models.Constraint(
        "CHECK(window_to IS NULL OR window_to >= window_from)",
        "A visit's last possible day cannot lie before its first one.",
    )
    _duration_positive = models.Constraint(
        "CHECK(duration > 0 AND duration <= 24)",
        "A visit takes more than nothing, and at most a day.",
    )
    _person_day = models.Index("(user_id, start)")

    @api.depends("start", "user_id")
    def _compute_window(self):
        """A visit with a time may take place on that day only, as the person's clock has it."""
        for visit in self:
            if visit.start:
                visit.window_from = visit.window_to = visit._get_day()
            else:
                visit.window_from = visit.window_from or fields.Date.context_today(visit)
                visit.window_to = visit.window_to or visit.window_from

    @api.depends("start", "duration")
    def _compute_stop(self):
        for visit in self:
            minutes = round(visit.duration * 60)
            visit.stop = visit.start and fields.Datetime.add(visit.start, minutes=minutes)

    @api.onchange("window_from")
    def _onchange_window_from(self):
        if self.window_from and self.window_to and self.window_to < self.window_from:
            self.window_to = self.window_from

    @api.depends("partner_id", "purpose")
    def _compute_display_name(self):
        for visit in self:
            # sudo: the name, as many2one fields show it; a visit of one's own stays legible
            customer = visit.partner_id.sudo().display_name
            visit.display_name = customer or visit.purpose or self.env._("Visit")

    def _get_day(self):
        """Return the day of the visit, as the person's clock has it."""
        self.ensure_one()
        zone = self.user_id._get_zone()
        return self.start.replace(tzinfo=UTC).astimezone(zone).date()
