from odoo import fields, models

from .crm_customer_status import CONTACT_KINDS


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    contact_kind = fields.Selection(
        CONTACT_KINDS,
        string="Counts as",
        help="An activity of this type that was done with a customer is a contact of this kind. "
        "Empty: it is none. Meetings in the calendar count by themselves.",
    )
