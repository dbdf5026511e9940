from collections import defaultdict
from datetime import timedelta

import numpy as np
from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.workload import ROLES_THAT_CARRY, split_hours

DAYS = 365


class CrmTerritoryLoad(models.Model):
    """Whose hours a territory has in the next 12 months."""

    _inherit = "crm.territory.load"

    @api.model
    def _prepare_capacities(self, territories, workloads):
        """Return {user: {territory id: hours in the field}}.

        Owners and specialists carry; a backup stands in for hours that are counted already, a
        manager leads. Whoever works in a branch works in all of it. Several territories share
        a person's hours by their workload.

        :param workloads: {territory id: its own hours, without those below}
        """
        first = fields.Date.context_today(self)
        presence = self._read_presence(territories, first)
        users = self.env["res.users"].browse(presence)
        hours = users._get_daily_hours(first, DAYS)
        result = {}
        for user in users:
            days = presence[user.id]
            parts = split_hours(
                hours[user] * user.company_id.field_share / 100,
                np.array(list(days.values())),
                np.array([workloads.get(one, 0.0) for one in days]),
            )
            result[user] = dict(zip(days, parts.tolist(), strict=True))
        return result

    @api.model
    def _read_presence(self, territories, first):
        """Return {user id: {territory id: on which of the days he works there}}."""
        last = first + timedelta(days=DAYS - 1)
        Assignment = self.env["crm.territory.assignment"]
        assignments = Assignment.search(
            Domain("role", "in", ROLES_THAT_CARRY)
            & Domain("territory_id", "in", territories.ids)
            & Domain("user_id.active", "=", True)
            & Domain("date_from", "<=", last)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", first))
        )
        below = self._get_below(territories)
        presence = defaultdict(dict)
        for one in assignments:
            start = max(0, (one.date_from - first).days)
            stop = (one.date_to - first).days + 1 if one.date_to else DAYS
            for territory in below[one.territory_id.id]:
                days = presence[one.user_id.id].setdefault(territory, np.zeros(DAYS, dtype=bool))
                days[start:stop] = True
        return presence

    @api.model
    def _get_below(self, territories):
        """Return {territory id: ids of itself and all below}."""
        below = defaultdict(list)
        for one in territories:
            for above in one._get_path_ids():
                below[above].append(one.id)
        return below
