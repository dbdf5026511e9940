from odoo import api, models

from ....tools.precommit import collected
from .crm_lead_commit_word import NEW

# Kept until the transaction ends: leads that were committed in it, and those it has created.
_COMMITTED = "sales_funnel_territory.commit.committed"
_CREATED = "sales_funnel_territory.commit.created"
# Kept until the next flush: leads to judge, and those that are put right rather than refused.
_NOTED = "sales_funnel_territory.commit.noted"
_LANDING = "sales_funnel_territory.commit.landing"
# Set while an import runs: its leads are judged together, at its end.
DEFERRED = "sales_funnel_territory.commit.deferred"
# With these a lead that is committed already comes under the rules of a team.
_WATCHED = frozenset({"team_id", "type", "won_status", "active"})


class CrmLead(models.Model):
    """No lead is committed without what its team demands, on whatever path.

    As with exit criteria: where the value reaches the row, the lead is noted; before the
    transaction ends (and at each savepoint) it is judged as it is then, in bulk. A stage that
    becomes a commit stage, or a funnel that is set up, moves nobody by hand and is not judged.
    """

    _inherit = "crm.lead"

    # ------------------------------------------------------------------ noting

    def _create(self, data_list):
        leads = super()._create(data_list)
        if self.env["crm.team"]._get_commit_rules():
            self.env.cr.postcommit.data.setdefault(_CREATED, set()).update(leads.ids)
        return leads

    def _write_multi(self, vals_list):
        if self.env["crm.team"]._get_commit_rules():
            self._note_commits(vals_list)
        return super()._write_multi(vals_list)

    def _note_commits(self, vals_list):
        """Note leads that are committed, and those that were, here, and change again."""
        committed = self.env.cr.postcommit.data.setdefault(_COMMITTED, set())
        committed.update(
            lead_id
            for lead_id, vals in zip(self._ids, vals_list, strict=True)
            if vals.get("forecast_category") == "commit" or not _WATCHED.isdisjoint(vals)
        )
        self.env.cr.postcommit.data.setdefault(NEW, set()).update(
            lead_id
            for lead_id, vals in zip(self._ids, vals_list, strict=True)
            if vals.get("forecast_category") == "commit"
        )
        self.browse(committed & set(self._ids))._note_for_commit()

    def _note_for_commit(self):
        if self:
            judge = self.browse()._judge_commits
            collected(self.env.cr, _NOTED, judge).update(self._ids)

    def _note_landing(self):
        super()._note_landing()
        asked = self.env.context.get("gate_landing") == "first"
        if asked and self.env["crm.team"]._get_commit_rules():
            self.env.cr.precommit.data.setdefault(_LANDING, set()).update(self._ids)

    # ------------------------------------------------------------------ judging

    @api.model
    def _judge_commits(self):
        """Refuse, or leave uncommitted, the noted leads that miss what their team demands."""
        data = self.env.cr.precommit.data
        noted, landing = data.pop(_NOTED, set()), data.pop(_LANDING, set())
        deferred = self.env.cr.postcommit.data.get(DEFERRED)
        if deferred is not None:
            deferred.update(noted)
            return
        refused = self._find_commit_refused(noted)
        self._leave_uncommitted(
            {lead: demands for lead, demands in refused.items() if lead.id in landing}
        )
        refused = {lead: demands for lead, demands in refused.items() if lead.id not in landing}
        if not refused:
            self._log_commits(noted)
            return
        # Whoever swallows the error meets it again: the lead must not stay committed.
        self.browse(noted)._note_for_commit()
        raise self._make_commit_refusal(refused, noted)

    @api.model
    def _find_commit_refused(self, lead_ids):
        """Return {lead: demands it misses} of leads whose teams refuse to commit them."""
        rules = self.env["crm.team"]._get_commit_refusing()
        return self._find_commit_missing(lead_ids, rules) if rules and lead_ids else {}

    @api.model
    def _leave_uncommitted(self, refused):
        """Let leads stand where they are, as best case, and say why."""
        for lead, demands in refused.items():
            names = ", ".join(lead._get_demand_labels()[demand] for demand in demands)
            reason = self.env._("Not committed, it misses: %(demands)s", demands=names)
            lead._write_category("best_case", reason, lead.stage_id.id)
        if refused:
            self.env.flush_all()

    def _is_created_here(self):
        """Tell whether this transaction has created the lead."""
        self.ensure_one()
        return self.id in self.env.cr.postcommit.data.get(_CREATED, ())
