from odoo import fields, models

from ...customer.res_partner_customer import SALES


class ResPartner(models.Model):
    """The closing days of a customer."""

    _inherit = "res.partner"

    closing_ids = fields.One2many(
        "crm.customer.closing", "partner_id", "Closing Days", groups=SALES, copy=False
    )
