from typing import NamedTuple

import numpy as np
from odoo import api, fields, models

from ....planning.places import is_on_earth
from ....planning.travel.places import Numbers
from ....planning.visits.problem import Span
from ....planning.visits.route.times import RouteStop, route_times

HOUR = 3600


class RouteTravel(NamedTuple):
    """Travel between the places of a route: rows of a table by partner."""

    seconds: Numbers
    metres: Numbers
    rows: dict

    def row(self, partner):
        """Return a partner's row; nothing where he has no position, or is none."""
        return self.rows.get(partner.id)


class CrmRoute(models.Model):
    """How long a route takes, and whether that is a day."""

    _inherit = "crm.route"

    visit_hours = fields.Float("Visits (Hours)", compute="_compute_length")
    travel_hours = fields.Float("Travel (Hours)", compute="_compute_length")
    total_hours = fields.Float(
        "Whole Route (Hours)", compute="_compute_length", help="From leaving to coming back."
    )
    total_km = fields.Float("Way (km)", compute="_compute_length", digits=(16, 1))
    stop_count = fields.Integer("Number of Customers", compute="_compute_length")
    is_too_long = fields.Boolean(compute="_compute_length")
    length_note = fields.Text(compute="_compute_length")

    @api.depends(
        "leave_at",
        "longest_day",
        "start_partner_id",
        "stop_ids.sequence",
        "stop_ids.partner_id",
        "stop_ids.minutes",
        "company_id",
    )
    @api.depends_context("lang")
    def _compute_length(self):
        for route in self:
            stops = route._get_stops()
            times = route._prepare_times(stops)
            route.stop_count = len(stops)
            route.visit_hours = times.service_seconds / HOUR
            route.travel_hours = times.travel_seconds / HOUR
            route.total_hours = times.length / HOUR
            route.total_km = times.travel_metres / 1000
            route.is_too_long = times.length > round(route.longest_day * HOUR)
            route.length_note = "\n".join(route._get_length_notes(stops, times)) or False

    # ------------------------------------------------------------------ gathering

    def _get_stops(self):
        """Return the customers of the route in their order."""
        return self.stop_ids.filtered("partner_id").sorted("sequence")

    def _prepare_travel(self, stops):
        """Return the travel times between where the route begins and its customers."""
        partners = self.start_partner_id | stops.partner_id
        placed = [one for one in partners if _has_place(one)]
        if not placed:
            return RouteTravel(np.zeros((0, 0)), np.zeros((0, 0)), {})
        points = [(one.partner_latitude, one.partner_longitude) for one in placed]
        matrix = self.env["crm.travel"]._matrix(points, company=self.company_id or None)
        rows = {one.id: row for row, one in enumerate(placed)}
        return RouteTravel(matrix.seconds, matrix.metres, rows)

    def _prepare_stops(self, stops, travel, hours=None):
        """Return ``RouteStop`` of each customer.

        :param hours: {partner: span in which he receives} (default: of any day he is open)
        """
        company = self.company_id or self.env.company
        Status = self.env["crm.customer.status"]
        minutes = Status._prepare_visit_minutes(stops.partner_id, company)
        hours = hours or Status._prepare_usual_hours(stops.partner_id)
        return [
            RouteStop(
                travel.row(stop.partner_id),
                (stop.minutes or minutes[stop.partner_id]) * 60,
                hours.get(stop.partner_id) or Span(0, 24 * HOUR),
            )
            for stop in stops
        ]

    def _prepare_times(self, stops, travel=None, hours=None):
        """Return the ``RouteTimes`` of customers in an order."""
        travel = travel or self._prepare_travel(stops)
        start = travel.row(self.start_partner_id)
        return route_times(
            self._prepare_stops(stops, travel, hours),
            travel.seconds,
            travel.metres,
            round(self.leave_at * HOUR),
            # sudo: what a company reckons with is everybody's
            round((self.company_id or self.env.company).sudo().unknown_travel_minutes * 60),
            (start, start),
        )

    # ------------------------------------------------------------------ words

    def _get_length_notes(self, stops, times):
        notes = []
        over = times.length / HOUR - self.longest_day
        if over > 1 / 120:
            notes.append(
                self.env._(
                    "%(hours)s hours from leaving to coming back: %(over)s more than the longest "
                    "day of %(longest)s. Split the route, or take customers off.",
                    hours=as_clock(times.length / HOUR),
                    over=as_clock(over),
                    longest=as_clock(self.longest_day),
                )
            )
        for stop, time in zip(stops, times.stops, strict=True):
            if time.is_late and time.start < 24 * HOUR:
                notes.append(
                    self.env._(
                        "%(customer)s closes before the visit at %(start)s would end: visit him "
                        "earlier.",
                        customer=stop.partner_id.name,
                        start=as_clock(time.start / HOUR),
                    )
                )
        return notes + self._get_place_notes(stops)

    def _get_place_notes(self, stops):
        nowhere = stops.partner_id.filtered(lambda one: not _has_place(one))
        if not nowhere:
            return []
        return [
            self.env._(
                "Not on the map, so the way there is a guess: %(customers)s.",
                customers=", ".join(nowhere.mapped("name")),
            )
        ]


def _has_place(partner):
    latitude, longitude = partner.partner_latitude, partner.partner_longitude
    return bool(latitude or longitude) and is_on_earth(latitude, longitude)


def as_clock(hours):
    """Return hours as a clock shows them: 8.5 -> 8:30."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole}:{minutes:02d}"
