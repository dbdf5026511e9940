from datetime import timedelta

from odoo import api, fields, models

from ...planning.visits.route.days import RouteCycle
from ...tools.day_words import date_words

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]

_A_YEAR = timedelta(days=366)
_SHOWN = 4  # of the next dates


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
    leave_at = fields.Float(
        default=8.0, help="When the day begins, by the clock of the person who drives the route."
    )
    longest_day = fields.Float(
        "Longest Day (Hours)", default=9.0, help="From leaving to coming back."
    )
    start_partner_id = fields.Many2one(
        "res.partner",
        "Start From",
        ondelete="set null",
        help="Where the day begins and ends: an office, a home. Empty: it begins at the first "
        "customer and ends at the last one.",
    )
    next_dates = fields.Char(compute="_compute_next_dates")
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
    _leave_possible = models.Constraint(
        "CHECK(leave_at >= 0 AND leave_at < 24)", "A day begins between 00:00 and 23:59."
    )
    _longest_day_possible = models.Constraint(
        "CHECK(longest_day > 0 AND longest_day <= 24)",
        "The longest day takes more than nothing, and at most 24 hours.",
    )

    # ------------------------------------------------------------------ dates

    @api.depends("weekday", "week_cycle", "date_from", "date_to", "active")
    @api.depends_context("lang", "tz")
    def _compute_next_dates(self):
        today = fields.Date.context_today(self)
        for route in self:
            days = route._get_days(today, today + _A_YEAR)[:_SHOWN] if route.active else []
            words = [date_words(self.env, day, "EEE d MMM") for day in days]
            route.next_dates = ", ".join(words) or self.env._("No more dates")

    def _get_cycle(self):
        """Return the days of the route; nothing while it is not filled in."""
        if not self.date_from or not self.weekday or self.week_cycle < 1:
            return None
        return RouteCycle(int(self.weekday), self.week_cycle, self.date_from, self.date_to or None)

    def _get_days(self, first, last):
        """Return the dates on which the route is driven within a period."""
        cycle = self._get_cycle()
        return list(cycle.days(first, last)) if cycle else []

    # ------------------------------------------------------------------ actions

    def action_open_stops(self):
        """Show the customers on the map, in the order of the route."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "crm.route.stop",
            "views": [(False, "sales_map"), (False, "list")],
            "domain": [("route_id", "=", self.id)],
        }

    def action_open_visits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits of %(route)s", route=self.name),
            "res_model": "crm.visit",
            "views": [(False, "list"), (False, "calendar"), (False, "form")],
            "domain": [("route_id", "=", self.id)],
        }
