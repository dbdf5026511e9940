from odoo import fields, models


class ResPartner(models.Model):
    """Personal notes have a group of their own: nobody has it unless it was given to him."""

    _inherit = "res.partner"

    personal_notes = fields.Text(
        groups="sales_funnel_territory.group_personal_notes",
        copy=False,
        help="What is private about this person. Only people with the right to read personal "
        "notes see it.",
    )
