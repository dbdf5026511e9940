from odoo import api, fields, models

from .crm_route_times import HOUR


class CrmRouteStop(models.Model):
    """When the customer's turn comes, and how far it is from the one before."""

    _inherit = "crm.route.stop"

    arrival = fields.Float(compute="_compute_times", help="When the visit begins.")
    travel_minutes = fields.Integer("Travel There (Minutes)", compute="_compute_times")
    travel_km = fields.Float("Travel There (km)", compute="_compute_times", digits=(16, 1))
    is_late = fields.Boolean(compute="_compute_times")
    visit_minutes = fields.Integer("Visit (Minutes)", compute="_compute_times")
    number = fields.Integer("No.", compute="_compute_times")
    city = fields.Char(related="partner_id.city")
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")
    visit_rhythm = fields.Char(related="partner_id.visit_rhythm")

    @api.depends(
        "sequence",
        "minutes",
        "partner_id",
        "route_id.leave_at",
        "route_id.start_partner_id",
        "route_id.stop_ids.sequence",
        "route_id.stop_ids.minutes",
        "route_id.stop_ids.partner_id",
    )
    def _compute_times(self):
        self.arrival = self.travel_minutes = self.travel_km = 0
        self.number = self.visit_minutes = 0
        self.is_late = False
        for route in self.route_id:
            stops = route._get_stops()
            travel = route._prepare_travel(stops)
            prepared = route._prepare_stops(stops, travel)
            times = route._prepare_times(stops, travel).stops
            rows = zip(stops, prepared, times, strict=True)
            for number, (stop, one, time) in enumerate(rows, 1):
                stop.visit_minutes = round(one.service / 60)
                stop.number = number
                stop.arrival = time.start / HOUR
                stop.travel_minutes = round(time.travel_seconds / 60)
                stop.travel_km = time.travel_metres / 1000
                stop.is_late = time.is_late
