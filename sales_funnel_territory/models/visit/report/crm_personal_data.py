from odoo import api, models


class CrmPersonalData(models.AbstractModel):
    """Reports on contacts with a person; names in their texts are reached as in all others."""

    _inherit = "crm.personal.data"

    @api.model
    def _find_ours(self, partner_ids, user_ids, name):
        found = super()._find_ours(partner_ids, user_ids, name)
        people = list(partner_ids)
        met = self.env["crm.call.report"].search([("contact_ids", "in", people)])
        agreed = self.env["crm.call.report.action"].search([("contact_id", "in", people)])
        for model, records in (("crm.call.report", met), ("crm.call.report.action", agreed)):
            found[model] = [*found.get(model, []), *records.ids]
        return found
