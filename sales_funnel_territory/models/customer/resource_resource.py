from odoo import models


class ResourceResource(models.Model):
    """A person's working hours decide on which days his customers' contacts fall due."""

    _inherit = "resource.resource"

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.env.registry.clear_cache()
        return result
