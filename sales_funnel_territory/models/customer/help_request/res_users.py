from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import models
from pytz import timezone


class ResUsers(models.Model):
    """When somebody works, for what is due within his working time."""

    _inherit = "res.users"

    def _get_zone(self):
        # sudo: a colleague's time zone
        person = self.sudo()
        return ZoneInfo(person.tz or person.company_id._get_time_zone())

    def _get_work_spells(self, start, end):
        """Return working time between two moments as (start, end) pairs in UTC: the user's own
        calendar and leaves, else his company's with its holidays; none where there is neither.

        8 o'clock is 8 by his clock, wherever the company is.

        :param start: naive UTC, as fields hold it
        :param end: naive UTC
        """
        self.ensure_one()
        # sudo: a colleague's hours, of which only a due time comes out
        person = self.sudo()
        resource = person.resource_ids[:1]
        calendar = resource.calendar_id or person.company_id.resource_calendar_id
        if not calendar:
            return []
        moments = (start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
        intervals = calendar._work_intervals_batch(
            *moments, resources=resource or None, tz=timezone(str(person._get_zone()))
        )
        return [
            (one.astimezone(UTC), two.astimezone(UTC))
            for one, two, _lines in intervals[resource.id or False]
        ]
