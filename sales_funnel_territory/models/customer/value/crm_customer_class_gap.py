from odoo import fields, models

from ....planning.sleeping import USUAL_GAP


class CrmCustomerClass(models.Model):
    """How often customers of a class order, until they show a rhythm of their own."""

    _inherit = "crm.customer.class"

    order_gap_days = fields.Integer(
        "Usual Days Between Orders",
        help="Of customers of this class with fewer than three orders: a customer is sleeping "
        "after one and a half times as many days without an order. 0: once a year.",
    )

    _order_gap_positive = models.Constraint(
        "CHECK (order_gap_days >= 0)", "Between two orders cannot be fewer than 0 days."
    )

    def _get_order_gap(self):
        return self.order_gap_days or USUAL_GAP
