from odoo import api, fields, models
from odoo.tools import SQL


class CrmTerritoryMove(models.Model):
    """A customer whom a run moves, or would move. Written by SQL, by the run alone."""

    _name = "crm.territory.move"
    _description = "Territory Move"
    _order = "from_id, to_id, id"
    _log_access = False
    _rec_name = "partner_id"

    run_id = fields.Many2one(
        "crm.territory.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    from_id = fields.Many2one("crm.territory", ondelete="cascade", readonly=True)
    to_id = fields.Many2one("crm.territory", ondelete="cascade", readonly=True)
    from_rule_id = fields.Many2one("crm.territory.rule", ondelete="set null", readonly=True)
    rule_id = fields.Many2one("crm.territory.rule", ondelete="set null", readonly=True)
    sentence = fields.Char("By Rule", related="rule_id.sentence")
    city = fields.Char(related="partner_id.city")
    user_id = fields.Many2one(related="partner_id.user_id", string="Main Responsible")
    is_done = fields.Boolean(readonly=True)

    _run_open = models.Index("(run_id, id) WHERE is_done IS NOT TRUE")

    @api.model
    def _note(self, run, moves):
        """Note (customer, territory before, rule before, territory after, rule) of a run."""
        columns = [list(column) for column in zip(*moves, strict=True)] or [[]] * 5
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_territory_move (run_id, partner_id, from_id, from_rule_id,
                    to_id, rule_id, is_done)
                SELECT %s, *, FALSE
                FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[])""",
                run.id,
                *columns,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _take(self, run, number):
        """Return customers of a run who have not moved yet."""
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id FROM crm_territory_move
                WHERE run_id = %s AND is_done IS NOT TRUE ORDER BY id LIMIT %s""",
                run.id,
                number,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _tick(self, run, partner_ids):
        self.env.cr.execute(
            SQL(
                """UPDATE crm_territory_move SET is_done = TRUE
                WHERE run_id = %s AND partner_id = ANY(%s)""",
                run.id,
                partner_ids,
            )
        )
        self.invalidate_model(flush=False)
