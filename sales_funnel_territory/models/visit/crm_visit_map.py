from itertools import accumulate

from odoo import api, fields, models

GONE = ("missed", "cancelled")
DAYS = ("start:day", "window_from:day")
MOST_NUMBERED = 200  # above this no number on a map can be read


class CrmVisit(models.Model):
    """Visits on the map: each with its number among its person's stops of the day."""

    _inherit = "crm.visit"

    @api.model
    @api.readonly
    def sales_map_data(self, domain, spec):
        """Add ``number`` where one tour is shown, or each has its colour: which stop it is."""
        payload = super().sales_map_data(domain, spec)
        visits = self.browse(accumulate(payload["ids"]))
        if len(visits) <= MOST_NUMBERED:
            numbers = visits._get_tours(spec.get("color"))._get_stop_numbers()
            payload["number"] = [numbers.get(visit.id, 0) for visit in visits] if numbers else []
        return payload

    def _get_tours(self, color):
        """Return the visits of which a number, and a colour, tell one from another.

        Those of days that are over, and only wait to be reported, are no stops of today's tour.
        """
        timed = self.filtered("start")
        today = fields.Date.context_today(self)
        timed = timed.filtered(lambda visit: visit.window_from >= today) or timed
        days = set(timed.mapped("window_from"))
        is_apart = (len(timed.user_id) <= 1 or color == "user_id") and (
            len(days) <= 1 or color in DAYS
        )
        return timed if is_apart else self.browse()

    def _get_stop_numbers(self):
        """Return {visit id: its number in its day}: the stops that a person makes, in order."""
        if not self:
            return {}
        stops = self.search(
            [
                ("user_id", "in", self.user_id.ids),
                ("state", "not in", GONE),
                ("window_from", "in", list(set(self.mapped("window_from")))),
                ("start", "!=", False),
            ],
            order="start, id",
        )
        days = stops.grouped(lambda visit: (visit.user_id, visit.window_from))
        return {visit.id: number for day in days.values() for number, visit in enumerate(day, 1)}
