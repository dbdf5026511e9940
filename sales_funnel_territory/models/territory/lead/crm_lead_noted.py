from odoo import api, models

from ....tools.precommit import collected
from ...customer.crm_lead import _NOTED as NEW_CUSTOMERS

# What decides on a lead's territory.
ADDRESS = frozenset({"partner_id", "country_id", "state_id", "city", "zip"})
_NOTED = "sales_funnel_territory.placed"
# Kept until the transaction ends: leads created in it.
_CREATED = "sales_funnel_territory.placed.created"


class CrmLead(models.Model):
    """Leads whose territory or credit may change are noted, and settled as the flush ends.

    Where there is no territory, and nothing is won, nothing is noted and nothing is asked.
    """

    _inherit = "crm.lead"

    def _create(self, data_list):
        leads = super()._create(data_list)
        self.env.cr.precommit.data.setdefault(_CREATED, set()).update(leads._ids)
        if self.env["crm.territory"]._is_used():
            leads._note_to_settle()
        return leads

    def _write_multi(self, vals_list):
        is_used = self.env["crm.territory"]._is_used()
        noted = [
            lead_id
            for lead_id, vals in zip(self._ids, vals_list, strict=True)
            if (is_used and not ADDRESS.isdisjoint(vals))
            or ("won_status" in vals and self._is_credit_touched(lead_id, vals["won_status"]))
        ]
        if noted:
            self.browse(noted)._note_to_settle()
        return super()._write_multi(vals_list)

    def _is_credit_touched(self, lead_id, won_status):
        """Tell whether a lead is won, or may be open again after it was."""
        if won_status == "won":
            return True
        if lead_id in self.env.cr.precommit.data.get(_CREATED, ()):
            return False
        # read with the rest of the lead, as a rule; nothing is fetched for it
        return self._fields["won_credit_on"]._get_cache(self.env).get(lead_id, True) is not None

    def _note_to_settle(self):
        collected(self.env.cr, _NOTED, self.browse()._settle_noted).update(self._ids)

    @api.model
    def _settle_noted(self):
        """Bring territory, salesperson and credit of the noted leads to what holds now."""
        noted = self.env.cr.precommit.data.pop(_NOTED, set())
        if not noted:
            return
        if self.env["crm.territory"]._is_used():
            self._settle_customers()
            self.browse(noted)._settle_territories(self._get_created() & noted)
        self._settle_credit(noted)

    @api.model
    def _get_created(self):
        """Return the ids of the leads that came into being in this transaction."""
        return self.env.cr.precommit.data.get(_CREATED, set())

    @api.model
    def _settle_customers(self):
        """Place the customers first that are new, or have changed, in this transaction."""
        if NEW_CUSTOMERS in self.env.cr.precommit.data:
            self._mark_noted_customers()
        self.env["res.partner"]._settle_territories()

    def _record_noted(self):
        self._settle_noted()  # first: the history is to tell how it ended
        return super()._record_noted()
