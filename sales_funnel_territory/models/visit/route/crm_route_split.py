from odoo import models
from odoo.exceptions import UserError

from ....planning.visits.route.design import Ends, split_route


class CrmRoute(models.Model):
    """A route that is too long becomes two."""

    _inherit = "crm.route"

    def action_split(self):
        """Show how the route would be split."""
        self.ensure_one()
        if len(self._get_stops()) < 2:
            raise UserError(
                self.env._(
                    "%(route)s has fewer than two customers: it cannot be split.", route=self.name
                )
            )
        stays, goes = self._find_split()
        wizard = self.env["crm.route.split"].create(
            {
                "route_id": self.id,
                "stays_list": stays.ids,
                "goes_list": goes.ids,
                "name": self.env._("%(route)s, second half", route=self.name),
                "weekday": str((int(self.weekday) + 1) % 5),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Split %(route)s", route=self.name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _find_split(self):
        """Return the stops that stay and those that go, each in a good order."""
        self.ensure_one()
        stops = self._get_stops()
        travel = self._prepare_travel(stops)
        placed = stops.filtered(lambda stop: travel.row(stop.partner_id) is not None)
        nowhere = stops - placed
        if len(placed) < 2:
            half = len(stops) // 2
            return stops[:half], stops[half:]
        rows = [travel.row(stop.partner_id) for stop in placed]
        start = travel.row(self.start_partner_id)
        # the table's first rows are the customers', the last one is where the day begins
        table = rows if start is None else [*rows, start]
        seconds, metres = (part[table][:, table] for part in (travel.seconds, travel.metres))
        service = [one.service for one in self._prepare_stops(placed, travel)]
        end = None if start is None else len(rows)
        two = split_route(seconds, metres, service, Ends(end, end))
        kept, going = (placed.browse([placed[at].id for at in one.stops]) for one in two)
        return kept | nowhere, going
