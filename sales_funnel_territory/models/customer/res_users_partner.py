from odoo import api, models

from ...tools.readable_copy import copy_readable


class ResUsers(models.Model):
    """Users are made by administrators who need not be in sales: a user has all fields of his
    contact, also those of ours that these administrators may neither read nor write.
    """

    _inherit = "res.users"

    @api.model
    def default_get(self, fields):
        known = self._fields
        return super().default_get(
            [
                name
                for name in fields
                if name not in known or self._has_field_access(known[name], "write")
            ]
        )

    def copy_data(self, default=None):
        return copy_readable(self, super().copy_data, default)
