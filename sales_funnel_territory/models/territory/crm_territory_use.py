from odoo import api, models
from odoo.tools import SQL, ormcache

from ...tools.remembered import forget, is_forgotten

# Kept until the transaction ends: it has changed whether there is any territory.
_CHANGED = "sales_funnel_territory.territories.changed"


class CrmTerritory(models.Model):
    """Whether there is any territory: without one, a write of a lead costs nothing more."""

    _inherit = "crm.territory"

    @api.model_create_multi
    def create(self, vals_list):
        territories = super().create(vals_list)
        self._forget_use()
        return territories

    def unlink(self):
        self._forget_use()
        return super().unlink()

    @api.model
    def _is_used(self):
        """Tell whether there is any territory at all, archived ones too."""
        if is_forgotten(self.env, _CHANGED):
            return self._is_any()
        return self._is_any_known()

    @api.model
    @ormcache()
    def _is_any_known(self):
        return self._is_any()

    @api.model
    def _is_any(self):
        """Asked while rows are written, where nothing may be flushed: hence by SQL."""
        return self.env.execute_query(SQL("SELECT EXISTS (SELECT FROM crm_territory)"))[0][0]

    @api.model
    def _forget_use(self):
        """Ask anew: now, and once it is certain what stays.

        Until then nothing is remembered: what a rolled back change said would stay for others.
        """
        forget(self.env, _CHANGED)
