from odoo import api, models

from ....tools.precommit import collected

_CHANGED = "sales_funnel_territory.history"
_MERGED = "sales_funnel_territory.merged"


class CrmLead(models.Model):
    """Every change of a lead that reaches its row is noted, and recorded as the flush ends."""

    _inherit = "crm.lead"

    def _create(self, data_list):
        leads = super()._create(data_list)
        leads._note_for_history()
        return leads

    def _write_multi(self, vals_list):
        self._note_for_history()
        return super()._write_multi(vals_list)

    def _note_for_history(self):
        """Remember leads whose row changes; one statement records them before the commit."""
        collected(self.env.cr, _CHANGED, self.browse()._record_noted).update(self._ids)

    def _record_noted(self):
        noted = self.env.cr.precommit.data.pop(_CHANGED, set())
        if noted:
            self.env["crm.lead.history"]._record(noted)

    @api.model
    def _update_automated_probabilities(self):
        result = super()._update_automated_probabilities()
        self.env["crm.lead.history"]._record_found()
        return result

    def unlink(self):
        ids, History = self.ids, self.env["crm.lead.history"]
        History._record(ids)  # the last state, before the rows are gone
        merged_into = self.env.cr.precommit.data.get(_MERGED, {})
        result = super().unlink()
        History._record_removed({lead_id: merged_into.get(lead_id) for lead_id in ids})
        return result

    def _merge_dependences(self, opportunities):
        merged = self.env.cr.precommit.data.setdefault(_MERGED, {})
        merged.update(dict.fromkeys(opportunities.ids, self.id))
        return super()._merge_dependences(opportunities)

    def action_open_history(self):
        """Open every state this lead was in, the latest first."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_lead_history_action"
        )
        return {**action, "domain": [("lead_id", "in", self.ids)]}
