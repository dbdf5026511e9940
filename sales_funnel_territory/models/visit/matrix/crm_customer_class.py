from odoo import fields, models


class CrmCustomerClass(models.Model):
    """Whether what is to be done with its customers is important."""

    _inherit = "crm.customer.class"

    is_important = fields.Boolean(
        "Important in the Time Matrix",
        help="Activities with customers of this class are important.",
    )
