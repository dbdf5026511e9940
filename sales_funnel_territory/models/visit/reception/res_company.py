from odoo import fields, models


class ResCompany(models.Model):
    """Whether customers are taken to be closed on public holidays."""

    _inherit = "res.company"

    has_customer_holidays = fields.Boolean(
        "Customers Are Closed on Public Holidays",
        default=True,
        help="Of their country and state. A customer who receives on holidays says so himself.",
    )
