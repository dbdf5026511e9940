import pytz
from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ....tools.remembered import forget, is_forgotten

# Kept until the transaction ends: it has changed whether there is any criterion.
_CHANGED = "sales_funnel_territory.gates.changed"


class CrmStageGate(models.Model):
    """Which criteria count: whether there is any, and whether one holds leads today."""

    _inherit = "crm.stage.gate"

    @api.model
    def _is_used(self):
        """Tell whether there is any criterion at all; without one, a write costs nothing more."""
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
        query = """SELECT EXISTS (
            SELECT FROM crm_stage_gate AS gate JOIN crm_stage AS stage ON stage.id = gate.stage_id
            WHERE gate.active AND stage.active)"""
        return self.env.execute_query(SQL(query))[0][0]

    @api.model
    def _forget_use(self):
        """Ask anew whether there is any criterion: now, and once it is certain what stays.

        Until then nothing is remembered: what a rolled back change said would stay for others.
        """
        forget(self.env, _CHANGED)

    def _is_blocking(self, company=None):
        """Tell whether the criterion holds leads today, or only advises.

        :param company: of the leads, an empty one for those without; default: the open one
        """
        self.ensure_one()
        if self.blocking_from:
            zone = (self.env.company if company is None else company)._get_time_zone()
            return self.blocking_from <= today_in(zone)
        return self.level == "blocking"

    def _is_blocking_anywhere(self):
        """Tell whether the criterion holds leads somewhere on earth."""
        self.ensure_one()
        if self.blocking_from:
            return self.blocking_from <= today_in("Pacific/Kiritimati")
        return self.level == "blocking"

    @api.model
    def _search_on_stages(self, stage_ids):
        """Return all active criteria of stages that are in use, whoever asks."""
        # sudo: a criterion holds for those, too, who may not read it
        gates = self.sudo().with_context(active_test=True)
        names = [one.name for one in self._fields.values() if one.column_type and one.store]
        return gates.search_fetch(
            [("stage_id", "in", list(stage_ids)), ("stage_id.active", "=", True)], names
        ).with_env(self.sudo().env)


def today_in(zone):
    """Return the day it is now in a time zone."""
    return pytz.utc.localize(fields.Datetime.now()).astimezone(pytz.timezone(zone)).date()
