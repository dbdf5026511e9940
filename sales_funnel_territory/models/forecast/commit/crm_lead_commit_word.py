from odoo import api, models

# Kept until the transaction ends: leads that became a commit in it.
NEW = "sales_funnel_territory.commit.new"
# Kept until the transaction ends: {lead id: (id of the message, demands it names)}.
_TOLD = "sales_funnel_territory.commit.told"


class CrmLead(models.Model):
    """Where a team warns, the chatter keeps what was missing when a lead was committed.

    Nothing tells a savepoint from the end of a transaction: the word is left at the first
    judging, and taken back or replaced when the lead changes again before the commit.
    """

    _inherit = "crm.lead"

    @api.model
    def _log_commits(self, lead_ids):
        """Say of those leads that became a commit here what they miss, as it is now."""
        data = self.env.cr.postcommit.data
        rules = self.env["crm.team"]._get_commit_warning()
        asked = data.get(NEW, set()).intersection(lead_ids)
        if not rules or not asked:
            return
        found = self._find_commit_missing(asked, rules)
        missing = {lead.id: tuple(demands) for lead, demands in found.items()}
        told = data.setdefault(_TOLD, {})
        self._take_back_words(told, asked, missing)
        self._leave_words(told, {k: v for k, v in missing.items() if k not in told})

    @api.model
    def _take_back_words(self, told, lead_ids, missing):
        """Remove words of this transaction that are not true any more, or were rolled back."""
        if not (again := told.keys() & lead_ids):
            return
        # sudo: nobody has seen the message yet, and who commits may not delete any
        Message = self.env["mail.message"].sudo()
        there = Message.browse([told[lead_id][0] for lead_id in again]).exists()
        false = {
            lead_id
            for lead_id in again
            if told[lead_id][0] not in there._ids or told[lead_id][1] != missing.get(lead_id)
        }
        gone = {told.pop(lead_id)[0] for lead_id in false}
        there.filtered(lambda message: message.id in gone).unlink()

    @api.model
    def _leave_words(self, told, missing):
        if not missing:
            return
        labels = self._get_demand_labels()
        bodies = {
            lead_id: self.env._(
                "Committed, though it misses: %(demands)s",
                demands=", ".join(labels[demand] for demand in demands),
            )
            for lead_id, demands in missing.items()
        }
        messages = self.browse(list(missing))._message_log_batch(bodies)
        told.update({one.res_id: (one.id, missing[one.res_id]) for one in messages})
