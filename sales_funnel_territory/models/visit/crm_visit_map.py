from itertools import accumulate

from odoo import api, models

GONE = ("missed", "cancelled")
MOST_NUMBERED = 200  # above this no number on a map can be read


class CrmVisit(models.Model):
    """Visits on the map: each with its number among its person's stops of the day."""

    _inherit = "crm.visit"

    @api.model
    @api.readonly
    def sales_map_data(self, domain, spec):
        """Add ``number`` where the visits are few: which stop of its day each one is."""
        payload = super().sales_map_data(domain, spec)
        visits = self.browse(accumulate(payload["ids"]))
        if 0 < len(visits) <= MOST_NUMBERED:
            numbers = visits._get_stop_numbers()
            payload["number"] = [numbers.get(visit.id, 0) for visit in visits]
        return payload

    def _get_stop_numbers(self):
        """Return {visit id: its number in its day}: the stops that a person makes, in order."""
        timed = self.filtered("start")
        if not timed:
            return {}
        stops = self.search(
            [
                ("user_id", "in", timed.user_id.ids),
                ("state", "not in", GONE),
                ("window_from", "in", list(set(timed.mapped("window_from")))),
                ("start", "!=", False),
            ],
            order="start, id",
        )
        days = stops.grouped(lambda visit: (visit.user_id, visit.window_from))
        return {visit.id: number for day in days.values() for number, visit in enumerate(day, 1)}
