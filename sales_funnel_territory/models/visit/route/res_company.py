from odoo import fields, models


class ResCompany(models.Model):
    """How far ahead the visits of fixed routes are planned."""

    _inherit = "res.company"

    route_horizon_weeks = fields.Integer(
        "Plan Fixed Routes Ahead (Weeks)",
        default=8,
        help="The visits of fixed routes stand in the calendar so many weeks ahead.",
    )

    _route_horizon_possible = models.Constraint(
        "CHECK(route_horizon_weeks BETWEEN 1 AND 53)",
        "Visits of fixed routes are planned 1 to 53 weeks ahead.",
    )
