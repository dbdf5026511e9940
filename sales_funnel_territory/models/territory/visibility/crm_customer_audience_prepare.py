from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

AT_ONCE = 10_000
BATCH = 20_000
_UPTO = "sales_funnel_territory.narrow_view_counted_up_to"
_CRON = "sales_funnel_territory.ir_cron_narrow_view"
# a unit: a company with its contacts, see crm_customer_audience_units
_UNITS = SQL("FROM res_partner WHERE id = commercial_partner_id")


class CrmCustomerAudience(models.Model):
    """Where there are many partners, whom each may see is counted in the background: batch after
    batch, each committed, so that a killed job goes on where it stopped. The narrow view comes on
    by itself when all are counted; until then everybody sees everybody.
    """

    _inherit = "crm.customer.audience"

    @api.model
    def _switch_soon(self, is_on):
        """Switch on or off: at once where that takes a moment, else as soon as all is counted."""
        if self._is_preparing():
            self._note_counted(None)
        if not is_on or self._count_units() <= AT_ONCE:
            self._switch(is_on)
            return
        self._exempt(self._get_proposed_exempt_groups(), is_added=True)
        self._note_counted(0)
        self.env.ref(_CRON).sudo()._trigger()  # sudo: an administrator of sales asks for it

    @api.model
    def _is_preparing(self):
        """Tell whether the narrow view will come on as soon as all is counted."""
        return self._get_counted() is not None

    @api.model
    def _get_progress(self):
        """Return how many companies and people are counted, and of how many."""
        return self._count_units(upto=self._get_counted()), self._count_units()

    # ------------------------------------------------------------------ in the background

    @api.model
    def _prepare(self):
        """Count on as long as the scheduler allows; when all are counted, switch on.

        :return: whether it is on now
        """
        try:
            return self._prepare_in_batches()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # somebody has just written one of these partners: on with it in another transaction
            self.env.cr.rollback()
            self.env.ref(_CRON)._trigger()
            return False

    def _prepare_in_batches(self):
        commit, remaining = self.env["ir.cron"]._commit_progress, self._count_units()
        while self._is_preparing() and (ids := self._take_units()):
            self._refresh(ids)
            self._note_counted(ids[-1])
            remaining = max(remaining - len(ids), 1)  # the switch itself
            if not commit(len(ids), remaining=remaining):
                return False
        if not self._is_preparing():
            return False  # somebody has thought better of it
        self._switch(True)  # with all that was changed meanwhile
        self._note_counted(None)
        commit(1, remaining=0)
        return True

    def _take_units(self):
        counted = self._get_counted()
        rows = self.env.execute_query(
            SQL("SELECT id %s AND id > %s ORDER BY id LIMIT %s", _UNITS, counted, BATCH)
        )
        return [row[0] for row in rows]

    @api.model
    def _count_units(self, upto=None):
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        scope = SQL("TRUE") if upto is None else SQL("id <= %s", upto)
        return self.env.execute_query(SQL("SELECT COUNT(*) %s AND %s", _UNITS, scope))[0][0]

    @api.model
    def _get_counted(self):
        """Return the id up to which all are counted; ``None``: nothing is to be prepared."""
        # read past any cache: somebody may call it off while a job is at it
        # sudo: a setting for everybody
        parameter = self.env["ir.config_parameter"].sudo().search([("key", "=", _UPTO)])
        return int(parameter.value) if parameter else None

    @api.model
    def _note_counted(self, partner_id):
        # sudo: as above
        value = False if partner_id is None else str(partner_id)
        self.env["ir.config_parameter"].sudo().set_param(_UPTO, value)
