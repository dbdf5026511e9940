from odoo import models


class CrmCustomerStatus(models.Model):
    """Customers that are merged: the classes so far of all of them stay."""

    _inherit = "crm.customer.status"

    def _prepare_merged(self, others, owner):
        others.class_change_ids.status_id = self
        return super()._prepare_merged(others, owner)
