from odoo import models


class CrmCustomerStatus(models.Model):
    """When customers receive: weekdays, hours, closing days, and the holidays of their country."""

    _inherit = "crm.customer.status"

    def _prepare_visiting_hours(self, first, last):
        """Return {status: Hours} for the days from the first to the last one."""
        found = self._prepare_open_calendar(self.partner_id, first, last)
        return {status: found[status.partner_id].hours for status in self}
