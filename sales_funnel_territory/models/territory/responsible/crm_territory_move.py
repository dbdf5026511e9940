from odoo import api, fields, models
from odoo.tools import SQL


class CrmTerritoryMove(models.Model):
    """Who would be the main responsible after a move, where the owner of the zone becomes it."""

    _inherit = "crm.territory.move"

    new_user_id = fields.Many2one("res.users", string="New Main Responsible", readonly=True)

    @api.model
    def _note_owners(self, run, changes):
        self.env.cr.execute(
            SQL(
                """UPDATE crm_territory_move AS move SET new_user_id = new.user_id
                FROM unnest(%s::int[], %s::int[]) AS new(partner_id, user_id)
                WHERE move.run_id = %s AND move.partner_id = new.partner_id""",
                list(changes),
                [after for _before, after in changes.values()],
                run.id,
            )
        )
        self.invalidate_model(["new_user_id"], flush=False)
