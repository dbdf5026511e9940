from odoo import fields, models
from odoo.tools import SQL


class CrmTerritoryRun(models.Model):
    """A preview also tells whose customers get another main responsible, and whose do not."""

    _inherit = "crm.territory.run"

    responsible_count = fields.Integer("Get Another Main Responsible", readonly=True)
    responsible_kept_count = fields.Integer(
        "Keep Their Main Responsible",
        readonly=True,
        help="Set by hand after the customer came into the zone it is in, or locked in it.",
    )
    following_lead_count = fields.Integer("Open Opportunities That Follow", readonly=True)

    def _find_moves(self):
        result = super()._find_moves()
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, from_id, to_id FROM crm_territory_move WHERE run_id = %s",
                self.id,
            )
        )
        Partner = self.env["res.partner"]
        found = Partner._prepare_responsible_changes(
            {partner_id: (before, after) for partner_id, before, after in rows}
        )
        self.env["crm.territory.move"]._note_owners(self, found.changes)
        following = Partner._find_following_leads(found.changes) if found.changes else {}
        self.write(
            {
                "responsible_count": len(found.changes),
                "responsible_kept_count": len(found.by_hand | found.locked),
                "following_lead_count": sum(map(len, following.values())),
            }
        )
        return result

    def action_undo(self):
        """Who was the main responsible before is it again."""
        undoing = self.with_context(territories_undone=True)
        return super(CrmTerritoryRun, undoing).action_undo()
