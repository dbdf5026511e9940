import time

from odoo import fields, models
from odoo.tools import SQL

from ....tools.geo_providers import OFFLINE


class BaseGeoProvider(models.Model):
    """How often an outside provider may be asked, and whether our jobs may ask it at all."""

    _inherit = "base.geo_provider"

    is_places_allowed = fields.Boolean(
        "Asked Automatically",
        help="Addresses of customers are sent to this provider by our jobs and buttons.",
    )
    requests_per_second = fields.Float(
        default=1.0, help="Open Street Map allows one a second on its own server."
    )
    daily_limit = fields.Integer(
        "Requests a Day", default=1000, help="After so many our jobs wait for the next day."
    )
    asked_on = fields.Datetime("Asked Last", readonly=True)
    asked_day = fields.Date("Day of the Count", readonly=True)
    asked_count = fields.Integer("Requests of the Day", readonly=True, aggregator=None)

    _rate = models.Constraint(
        "CHECK(requests_per_second > 0 AND daily_limit >= 0)",
        "At least a part of a request a second, and no negative number of requests a day.",
    )

    def _is_outside(self):
        """Tell whether asking it sends addresses to somebody."""
        return bool(self) and self.tech_name != OFFLINE

    def _is_ready(self):
        """Tell whether our jobs may send addresses to it."""
        return self._is_outside() and self.is_places_allowed

    def _count_left(self):
        """Return how many requests of today are left."""
        today = fields.Date.context_today(self)
        used = self.asked_count if self.asked_day == today else 0
        return max(self.daily_limit - used, 0)

    def _take_turn(self, patience=2.0):
        """Take one request of the day, waiting for its moment.

        The row is locked until the transaction ends: whoever asks beside us waits in turn.

        :param patience: the longest time to wait, in seconds
        :return: whether it may be asked now
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """SELECT EXTRACT(EPOCH FROM clock_timestamp() AT TIME ZONE 'UTC' - asked_on)
                FROM base_geo_provider WHERE id = %s FOR NO KEY UPDATE""",
                self.id,
            )
        )
        since = self.env.cr.fetchone()[0]
        self.invalidate_recordset(["asked_on", "asked_day", "asked_count"])
        gap = 1 / self.requests_per_second
        wait = 0 if since is None else gap - float(since)
        if not self._count_left() or wait > max(patience, gap):
            return False
        if wait > 0:
            time.sleep(wait)
        self._note_request()
        return True

    def _note_request(self):
        today = fields.Date.context_today(self)
        self.env.cr.execute(
            SQL(
                """UPDATE base_geo_provider SET asked_on = clock_timestamp() AT TIME ZONE 'UTC',
                    asked_count = CASE WHEN asked_day = %(day)s THEN asked_count ELSE 0 END + 1,
                    asked_day = %(day)s
                WHERE id = %(id)s""",
                day=today,
                id=self.id,
            )
        )
        self.invalidate_recordset(["asked_on", "asked_day", "asked_count"], flush=False)
