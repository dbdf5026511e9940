from odoo import api, models


class CrmPersonalData(models.AbstractModel):
    """Visits at which a person was met, or was to be met."""

    _inherit = "crm.personal.data"

    @api.model
    def _find_ours(self, partner_ids, user_ids, name):
        found = super()._find_ours(partner_ids, user_ids, name)
        met = self.env["crm.visit"].search([("contact_ids", "in", list(partner_ids))])
        found["crm.visit"] = [*found.get("crm.visit", []), *met.ids]
        return found
