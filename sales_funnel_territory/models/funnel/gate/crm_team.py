from odoo import models


class CrmTeam(models.Model):
    """Odoo's lead assignment goes on where one lead may not stand in its new team's stage."""

    _inherit = "crm.team"

    def _allocate_leads(self, *args, **kwargs):
        # a lead that misses criteria lands in the first stage of its new team
        landing = self.with_context(gate_landing="first")
        return super(CrmTeam, landing)._allocate_leads(*args, **kwargs)

    def _assign_and_convert_leads(self, *args, **kwargs):
        landing = self.with_context(gate_landing="first")
        return super(CrmTeam, landing)._assign_and_convert_leads(*args, **kwargs)
