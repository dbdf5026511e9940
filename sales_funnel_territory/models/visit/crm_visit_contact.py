from odoo import api, models
from odoo.tools import SQL

from ...tools.precommit import collected

_DONE = "sales_funnel_territory.visits_done"
_TAKEN_BACK = "sales_funnel_territory.visits_taken_back"
_COUNTING = frozenset({"state", "active", "partner_id", "start", "duration"})


class CrmVisit(models.Model):
    """A done visit is a contact of its customer, and a visit in his rhythm."""

    _inherit = "crm.visit"

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._note_done()
        return visits

    def write(self, vals):
        if _COUNTING.isdisjoint(vals):
            return super().write(vals)
        before = {visit: visit.partner_id for visit in self if visit._counts()}
        result = super().write(vals)
        self._note_done()
        self._note_taken_back(before)
        return result

    def unlink(self):
        self._note_taken_back({visit: visit.partner_id for visit in self if visit._counts()}, True)
        return super().unlink()

    def _counts(self):
        return self.state == "done" and self.active

    def _note_done(self):
        done = [visit.id for visit in self if visit._counts() and visit.partner_id]
        if done:
            settle = self.browse()._register_done
            collected(self.env.cr, _DONE, settle).update(done)

    def _note_taken_back(self, before, is_deleted=False):
        """Count anew for customers of visits that are no longer done."""
        customers = [
            customer.commercial_partner_id.id
            for visit, customer in before.items()
            if customer and (is_deleted or not visit._counts() or visit.partner_id != customer)
        ]
        if customers:
            settle = self.browse()._recount_taken_back
            collected(self.env.cr, _TAKEN_BACK, settle).update(customers)

    def _register_done(self):
        noted = self.env.cr.precommit.data.pop(_DONE, set())
        if noted:
            Status = self.env["crm.customer.status"]
            source = Status._visits_sql(SQL("visit.id = ANY(%s)", list(noted)))
            Status._take_contacts_safely(source)

    def _recount_taken_back(self):
        noted = self.env.cr.precommit.data.pop(_TAKEN_BACK, set())
        # sudo: figures that keep themselves
        Status = self.env["crm.customer.status"].sudo()
        statuses = Status.search([("partner_id", "in", list(noted))])
        if statuses:
            Status._recount_contacts(statuses.ids)
            Status._refresh_due(statuses.ids)
