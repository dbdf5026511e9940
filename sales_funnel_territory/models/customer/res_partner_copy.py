from odoo import models

from ...tools.readable_copy import copy_readable


class ResPartner(models.Model):
    """Contacts are duplicated by everybody, also by whom our fields are hidden from."""

    _inherit = "res.partner"

    def copy_data(self, default=None):
        return copy_readable(self, super().copy_data, default)
