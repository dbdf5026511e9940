from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """On a public holiday nothing falls due; a single person's leave moves no customer."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._forget_holidays()
        return leaves

    def write(self, vals):
        before = self._forget_holidays()
        result = super().write(vals)
        if not before:
            self._forget_holidays()
        return result

    def unlink(self):
        had_holidays = any(not leave.resource_id for leave in self)
        result = super().unlink()
        if had_holidays:
            self.env.registry.clear_cache()
        return result

    def _forget_holidays(self):
        """Forget what is cached about holidays, if there are any among these."""
        has_holidays = any(not leave.resource_id for leave in self)
        if has_holidays:
            self.env.registry.clear_cache()
        return has_holidays
