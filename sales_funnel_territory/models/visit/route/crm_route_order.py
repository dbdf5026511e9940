from odoo import fields, models
from odoo.exceptions import UserError

from ....planning.visits.route.order import shortest_order
from .crm_route_times import HOUR, as_clock

STEP = 10  # between sequences


class CrmRoute(models.Model):
    """The order of a route: as short as can be, and back."""

    _inherit = "crm.route"

    order_before = fields.Json(copy=False, readonly=True)
    order_note = fields.Char("Last Optimisation", copy=False, readonly=True)

    def action_optimise(self):
        """Put the customers in the order with the least driving; the one before may come back."""
        self.ensure_one()
        stops = self._get_stops()
        if len(stops) < 2:
            raise UserError(
                self.env._(
                    "%(route)s has fewer than two customers: there is nothing to put in order.",
                    route=self.name,
                )
            )
        travel = self._prepare_travel(stops)
        before = self._prepare_times(stops, travel)
        best, after = self._find_best_order(stops, travel, before)
        values = {"order_note": self._get_order_words(before, after), "order_before": False}
        if best.ids != stops.ids:  # records are compared without their order
            values |= {
                "order_before": stops.ids,
                "stop_ids": self._prepare_order(best),
            }
        self.write(values)

    def action_undo_order(self):
        """Put the customers back in the order before; later ones go last."""
        self.ensure_one()
        rank = {stop: number for number, stop in enumerate(self.order_before or [])}
        stops = self._get_stops().sorted(lambda stop: rank.get(stop.id, len(rank)))
        self.write(
            {
                "stop_ids": self._prepare_order(stops),
                "order_before": False,
                "order_note": False,
            }
        )

    # ------------------------------------------------------------------ deciding

    def _find_best_order(self, stops, travel, before):
        """Return stops and their times: fewest late visits, then the least driving."""
        placed = stops.filtered(lambda stop: travel.row(stop.partner_id) is not None)
        start = travel.row(self.start_partner_id)
        rows = {travel.row(stop.partner_id): stop.id for stop in placed}
        order = shortest_order(travel.seconds, list(rows), start, start)
        shortest = stops.browse([rows[row] for row in order])
        rest = stops - placed
        candidates = [shortest | rest, shortest[::-1] | rest]
        timed = [(stops, before)] + [(one, self._prepare_times(one, travel)) for one in candidates]
        return min(timed, key=lambda pair: _rank(pair[1]))

    def _prepare_order(self, stops):
        return [
            fields.Command.update(stop.id, {"sequence": STEP * number})
            for number, stop in enumerate(stops, 1)
        ]

    def _get_order_words(self, before, after):
        saved = before.travel_seconds - after.travel_seconds
        if _rank(after) >= _rank(before):
            return self.env._("The order is as short as it can be.")
        return self.env._(
            "%(before).1f km before, %(after).1f km now; %(saved)s hours less on the road.",
            before=before.travel_metres / 1000,
            after=after.travel_metres / 1000,
            saved=as_clock(max(0, saved) / HOUR),
        )


def _rank(times):
    return sum(one.is_late for one in times.stops), times.travel_seconds, times.length
