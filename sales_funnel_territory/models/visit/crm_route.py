from odoo import fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CrmRoute(models.Model):
    """A fixed route: customers in an order, on a weekday, every so many weeks."""

    _name = "crm.route"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Fixed Route"
    _order = "user_id, weekday, name, id"

    name = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    week_cycle = fields.Integer(
        "Every ... Weeks",
        default=1,
        help="1: every week, 2: every other week, from the first day on.",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", help="The last day; empty: until further notice.")
    stop_ids = fields.One2many("crm.route.stop", "route_id", "Customers", copy=True)
    visit_ids = fields.One2many("crm.visit", "route_id", "Visits")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    team_id = fields.Many2one(related="user_id.sale_team_id")

    _cycle_possible = models.Constraint(
        "CHECK(week_cycle BETWEEN 1 AND 52)", "A route comes every week, or every 2 to 52 weeks."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "A route's last day cannot lie before the first one.",
    )
