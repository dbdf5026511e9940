from odoo import api, models


class CrmPersonalData(models.AbstractModel):
    """Whose deals they were, as it was submitted: goes with the person."""

    _inherit = "crm.personal.data"

    @api.model
    def _get_named(self):
        who = {"user_name": ("user_id", "res.users")}
        return {
            **super()._get_named(),
            "crm.forecast.snapshot.deal": who,
            "crm.forecast.snapshot.line": who,
        }
