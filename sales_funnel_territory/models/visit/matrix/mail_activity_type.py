from odoo import fields, models


class MailActivityType(models.Model):
    """How long it takes, and whether it is important by itself."""

    _inherit = "mail.activity.type"

    minutes = fields.Integer(
        "Usual Time (Minutes)",
        default=15,
        help="How long such an activity takes, for the share of time. Meetings count by their "
        "own times.",
    )
    is_important = fields.Boolean(
        "Important", help="Important in the time matrix, whoever the customer is."
    )

    _minutes_possible = models.Constraint(
        "CHECK(minutes BETWEEN 0 AND 1440)", "An activity takes 0 to 1440 minutes."
    )
