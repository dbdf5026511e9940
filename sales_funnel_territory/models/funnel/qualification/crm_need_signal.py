from odoo import fields, models


class CrmNeedSignal(models.Model):
    """Something that happens at a customer and points to a need, e.g. an expansion."""

    _name = "crm.need.signal"
    _description = "Signal of a Need"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    urgency = fields.Integer(
        default=1,
        required=True,
        aggregator=None,
        help="Points that this signal adds to the urgency of a customer.",
    )
    description = fields.Text(translate=True, help="How to recognise it, and what it may lead to.")

    _urgency_positive = models.Constraint(
        "CHECK(urgency >= 0)", "The urgency of a signal is 0 or more."
    )
