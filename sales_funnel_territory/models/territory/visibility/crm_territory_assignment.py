from odoo import api, models


class CrmTerritoryAssignment(models.Model):
    """Who works in a territory sees its customers, within his dates."""

    _inherit = "crm.territory.assignment"

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        assignments._note_audiences()
        return assignments

    def write(self, vals):
        self._note_audiences()
        result = super().write(vals)
        self._note_audiences()
        return result

    def unlink(self):
        self._note_audiences()
        return super().unlink()

    def _note_audiences(self):
        self.env["crm.customer.audience"]._note_territories(self.territory_id)
