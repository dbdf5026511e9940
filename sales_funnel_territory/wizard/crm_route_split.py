from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.visit.crm_route import WEEKDAYS
from ..models.visit.route.crm_route_order import STEP


class CrmRouteSplit(models.TransientModel):
    """What splitting a route would give, before anybody commits to it."""

    _name = "crm.route.split"
    _description = "Split a Fixed Route"

    route_id = fields.Many2one("crm.route", required=True, ondelete="cascade")
    before_hours = fields.Float("Now (Hours)", related="route_id.total_hours")
    before_km = fields.Float("Now (km)", related="route_id.total_km")
    name = fields.Char("Name of the New Route", required=True)
    weekday = fields.Selection(WEEKDAYS, "Weekday of the New Route", required=True)
    stays_list = fields.Json(readonly=True)
    goes_list = fields.Json(readonly=True)
    stays_hours = fields.Float("Stays (Hours)", compute="_compute_parts")
    stays_km = fields.Float("Stays (km)", compute="_compute_parts", digits=(16, 1))
    goes_hours = fields.Float("Goes (Hours)", compute="_compute_parts")
    goes_km = fields.Float("Goes (km)", compute="_compute_parts", digits=(16, 1))
    stays_names = fields.Char("Stays", compute="_compute_parts")
    goes_names = fields.Char("Goes", compute="_compute_parts")

    @api.depends("stays_list", "goes_list")
    def _compute_parts(self):
        for wizard in self:
            for part in ("stays", "goes"):
                stops = wizard._get_part(part)
                times = wizard.route_id._prepare_times(stops)
                wizard[f"{part}_hours"] = times.length / 3600
                wizard[f"{part}_km"] = times.travel_metres / 1000
                wizard[f"{part}_names"] = ", ".join(stops.partner_id.mapped("name"))

    def _get_part(self, part):
        """Return the customers of a part in the order that was found for it."""
        return self.env["crm.route.stop"].browse(self[f"{part}_list"] or []).exists()

    def action_split(self):
        """Make a second route of the customers who go."""
        self.ensure_one()
        stays, goes = self._get_part("stays"), self._get_part("goes")
        if set(stays | goes) != set(self.route_id.stop_ids) or not stays or not goes:
            raise UserError(
                self.env._(
                    "%(route)s has changed meanwhile: split it anew.", route=self.route_id.name
                )
            )
        route = self.route_id
        other = route.copy(self._prepare_other(goes))
        route.write(
            {
                "stop_ids": [fields.Command.delete(stop.id) for stop in goes]
                + route._prepare_order(stays),
                "order_before": False,
                "order_note": False,
            }
        )
        other.is_planned = route.is_planned
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fixed Routes"),
            "res_model": "crm.route",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", (route | other).ids)],
        }

    def _prepare_other(self, stops):
        """Return the values of the new route with copies of these stops."""
        return {
            "name": self.name,
            "weekday": self.weekday,
            "stop_ids": [
                fields.Command.create(
                    {
                        "partner_id": stop.partner_id.id,
                        "minutes": stop.minutes,
                        "sequence": STEP * number,
                    }
                )
                for number, stop in enumerate(stops, 1)
            ],
        }
