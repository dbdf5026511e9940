from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache


class CrmLead(models.Model):
    """Leads beside the set-up of funnels: without a team, scored without a shared stage, merged."""

    _inherit = "crm.lead"

    stage_id = fields.Many2one(
        domain="['|', '|', ('team_ids', '=', False), ('team_ids', 'in', team_id), "
        "('for_no_team', 'in', [] if team_id else [True])]"
    )

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        """Find a stage also for leads without a team, and for a team nobody gave stages to.

        The latter where a set-up took shared stages away: without one, stages are Odoo's.
        """
        teams = self.team_id.ids + ([team_id] if team_id else [])
        if teams:
            found = super()._stage_find(team_id=team_id, domain=domain, order=order, limit=limit)
            offered = Domain("team_ids", "=", False) | Domain("team_ids", "in", teams)
        else:
            offered = Domain("team_ids", "=", False) | Domain("for_no_team", "=", True)
            found = self._stage_search(offered, domain, order, limit)
        if found or not self._is_any_setup_applied():
            return found
        if self.env["crm.stage"].search_count(offered, limit=1):
            return found
        return self._stage_search(Domain.TRUE, domain, order, limit)

    @api.model
    def _stage_search(self, offered, domain, order, limit):
        condition = offered & Domain(domain or Domain.TRUE)
        return self.env["crm.stage"].search(condition, order=order, limit=limit)

    def _pls_get_won_lost_total_count(self, team_results):
        """Count won and lost leads also where a set-up left no stage that all teams share.

        Odoo reads them from the first shared stage: every won lead counts in each stage, every
        lost one in the first. Without a shared stage they are those of the fullest stage.
        """
        counts = super()._pls_get_won_lost_total_count(team_results)
        stages = team_results.get("stage_id") or {}
        by_stage = [result for stage, result in stages.items() if stage.isdigit()]
        if any(counts) or not by_stage or not self._is_any_setup_applied():
            return counts
        if self.env["crm.stage"].search_count([("team_ids", "=", False)], limit=1):
            return counts
        fullest = max(by_stage, key=lambda result: result["won"] + result["lost"])
        return fullest["won"], fullest["lost"], fullest["won"] + fullest["lost"]

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        """Note a merge for the set-ups that could still be undone: it counts as a move."""
        if not self._is_any_setup_applied():
            return super()._merge_opportunity(user_id, team_id, auto_unlink, max_length)
        # sudo: the log of set-ups is the administrators', merging is everybody's
        kept = self.env["crm.funnel.setup.lead"].sudo().search([("lead_id", "in", self.ids)])
        setups = kept.setup_id
        head = super()._merge_opportunity(user_id, team_id, auto_unlink, max_length)
        kept = kept.exists().filtered(lambda row: row.lead_id == head)
        kept.is_merged = True
        kept.create(
            [
                {"setup_id": setup.id, "lead_id": head.id, "is_merged": True}
                for setup in setups - kept.setup_id
            ]
        )
        return head

    @api.model
    @ormcache()
    def _is_any_setup_applied(self):
        # sudo: one yes or no for everybody
        Setup = self.env["crm.funnel.setup"].sudo()
        return bool(Setup.search_count([("state", "=", "applied")], limit=1))
