from odoo import api, models


class ResPartner(models.Model):
    """Open leads follow their customer into another territory."""

    _inherit = "res.partner"

    @api.model
    def _after_territory_moves(self, moves):
        result = super()._after_territory_moves(moves)
        self.env["crm.lead"]._follow_customers(list(moves))
        return result
