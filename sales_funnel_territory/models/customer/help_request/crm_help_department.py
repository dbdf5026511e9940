from odoo import fields, models


class CrmHelpDepartment(models.Model):
    """A department whose people help sales."""

    _name = "crm.help.department"
    _description = "Helping Department"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
