from odoo import models

from ...tools.readable_copy import copy_readable


class ResUsers(models.Model):
    """Users are duplicated by administrators who are not in sales, with the contact's fields."""

    _inherit = "res.users"

    def copy_data(self, default=None):
        return copy_readable(self, super().copy_data, default)
