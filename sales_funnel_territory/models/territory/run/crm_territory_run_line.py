from odoo import api, fields, models
from odoo.tools import SQL


class CrmTerritoryRunLine(models.Model):
    """How many customers of a run go from one territory to another."""

    _name = "crm.territory.run.line"
    _description = "Territory Run: From and To"
    _order = "count desc, id"
    _log_access = False

    run_id = fields.Many2one(
        "crm.territory.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    from_id = fields.Many2one("crm.territory", index=True, ondelete="cascade", readonly=True)
    to_id = fields.Many2one("crm.territory", index=True, ondelete="cascade", readonly=True)
    from_user_id = fields.Many2one("res.users", string="Owner So Far", readonly=True)
    to_user_id = fields.Many2one("res.users", string="Owner Then", readonly=True)
    from_name = fields.Char("From Territory", compute="_compute_names")
    to_name = fields.Char("To Territory", compute="_compute_names")
    count = fields.Integer("Customers", readonly=True)

    @api.depends("from_id", "to_id")
    @api.depends_context("lang")
    def _compute_names(self):
        for line in self:
            line.from_name = line.from_id.complete_name or self.env._("No territory")
            line.to_name = line.to_id.complete_name or self.env._("No territory")

    @api.model
    def _count(self, run):
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_territory_run_line (run_id, from_id, to_id, from_user_id,
                    to_user_id, count)
                SELECT run_id, from_id, to_id, former.user_id, new.user_id, COUNT(*)
                FROM crm_territory_move AS move
                LEFT JOIN crm_territory AS former ON former.id = move.from_id
                LEFT JOIN crm_territory AS new ON new.id = move.to_id
                WHERE run_id = %s GROUP BY 1, 2, 3, 4, 5""",
                run.id,
            )
        )
        self.invalidate_model(flush=False)
        run.invalidate_recordset(["line_ids"], flush=False)

    def action_open_moves(self):
        """Open the customers behind a line."""
        self.ensure_one()
        action = self.run_id.action_open_moves()
        action["domain"] += [("from_id", "=", self.from_id.id), ("to_id", "=", self.to_id.id)]
        return action
