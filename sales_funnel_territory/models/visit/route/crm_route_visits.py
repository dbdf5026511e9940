from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from odoo import api, fields, models

from ....planning.visits.due.reception import CLOSED_WEEKDAY, CLOSING
from ....tools.day_words import date_words

# what a route may still change or take back
MOVABLE = ("proposed", "planned")
# of what a route's visits depend
KEYS = frozenset(
    (
        "user_id",
        "weekday",
        "week_cycle",
        "date_from",
        "date_to",
        "leave_at",
        "start_partner_id",
        "stop_ids",
        "is_planned",
        "active",
        "company_id",
        "name",
    )
)
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "active_test": False}
_NOTED = 12


class Turn(NamedTuple):
    """A day of a route: whose turn it is, and who is left out, with the reason."""

    day: object
    stops: object
    hours: dict
    left_out: list


class CrmRoute(models.Model):
    """The visits of a route: made some weeks ahead, and kept in step with it.

    A visit that is confirmed, begun, frozen or past stays as it is.
    """

    _inherit = "crm.route"

    is_planned = fields.Boolean(
        "Visits Are Planned",
        copy=False,
        tracking=True,
        help="The visits of the coming weeks stand in the calendar and follow the route.",
    )
    visit_count = fields.Integer("Visits Ahead", compute="_compute_visit_count")
    closed_note = fields.Text("Left Out", compute="_compute_closed_note")

    def _compute_visit_count(self):
        today = fields.Date.context_today(self)
        counts = self.env["crm.visit"]._read_group(
            [
                ("route_id", "in", self.ids),
                ("route_day", ">=", today),
                ("state", "not in", ("cancelled", "missed")),
            ],
            ["route_id"],
            ["__count"],
        )
        by_route = {route.id: count for route, count in counts}
        for route in self:
            route.visit_count = by_route.get(route._origin.id, 0)

    @api.depends("stop_ids.partner_id", "weekday", "week_cycle", "date_from", "date_to", "user_id")
    @api.depends_context("lang")
    def _compute_closed_note(self):
        for route in self:
            lines = [
                f"{date_words(self.env, turn.day, 'EEE d MMM')}: {why}"
                for turn in route._prepare_turns()
                for why in turn.left_out
            ]
            if len(lines) > _NOTED:
                more = self.env._("and %(count)s more", count=len(lines) - _NOTED)
                lines = [*lines[:_NOTED], more]
            route.closed_note = "\n".join(lines) or False

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        routes = super(CrmRoute, self.with_context(route_is_written=True)).create(vals_list)
        routes = routes.with_env(self.env)
        routes.filtered("is_planned")._sync_visits()
        return routes

    def write(self, vals):
        planned = self.filtered("is_planned")
        result = super(CrmRoute, self.with_context(route_is_written=True)).write(vals)
        if "user_id" in vals:
            self.check_access("write")  # of the person it has gone to, too
        if not KEYS.isdisjoint(vals):
            (planned | self.filtered("is_planned"))._sync_visits()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._drop(self._find_visits())
        return super().unlink()

    # ------------------------------------------------------------------ actions

    def action_plan(self):
        """Put the visits of the coming weeks into the calendar."""
        self.write({"is_planned": True})

    def action_stop_planning(self):
        """Take the visits that still lie ahead out of the calendar."""
        self.write({"is_planned": False})

    # ------------------------------------------------------------------ gathering

    def _get_horizon(self):
        """Return the first and the last day for which visits are planned."""
        zone = self.user_id._get_clock() if self.user_id else UTC
        first = datetime.now(UTC).astimezone(zone).date()
        weeks = (self.company_id or self.env.company).sudo().route_horizon_weeks
        return first, first + timedelta(weeks=weeks)

    def _prepare_turns(self):
        """Return the days of the coming weeks: who is visited, who is left out and why."""
        self.ensure_one()
        first, last = self._get_horizon()
        days = self._get_days(first, last)
        stops = self._get_stops()
        if not days or not stops:
            return []
        # sudo: working hours of a colleague, of which only "does not work" comes out
        user = self.user_id.sudo()
        hours = user._get_daily_hours(first, (last - first).days + 1)[user] if user else None
        receptions = self.env["crm.customer.status"]._prepare_open_calendar(
            stops.partner_id, first, last, self.company_id
        )
        return [
            self._prepare_turn(day, stops, receptions, hours is None or hours[(day - first).days])
            for day in days
        ]

    def _prepare_turn(self, day, stops, receptions, works):
        if not works:
            away = self.env._("%(person)s does not work", person=self.user_id.name)
            return Turn(day, stops.browse(), {}, [away])
        reasons = {stop: receptions[stop.partner_id].why_closed(day) for stop in stops}
        going = stops.filtered(lambda stop: not reasons[stop])
        hours = {stop.partner_id: receptions[stop.partner_id].span(day) for stop in going}
        left_out = [self._get_closed_words(stop, reasons[stop]) for stop in stops - going]
        return Turn(day, going, hours, left_out)

    def _get_closed_words(self, stop, why):
        if why in (CLOSED_WEEKDAY, CLOSING):
            return self.env._("%(customer)s is closed", customer=stop.partner_id.name)
        return self.env._("%(customer)s is closed: %(why)s", customer=stop.partner_id.name, why=why)

    def _prepare_visits(self):
        """Return {(route id, customer id, day): values} of the visits of the coming weeks."""
        self.ensure_one()
        if not (self.is_planned and self.active):
            return {}
        stops = self._get_stops()
        travel = self._prepare_travel(stops)
        timed = zip(stops, self._prepare_stops(stops, travel), strict=True)
        service = {stop: one.service for stop, one in timed}
        zone = self.user_id._get_clock()
        # sudo: the language of a colleague, who reads it
        theirs = self.with_context(lang=self.user_id.sudo().lang)
        reason = theirs.env._("Fixed route %(route)s", route=self.name)
        values = {}
        for turn in self._prepare_turns():
            times = self._prepare_times(turn.stops, travel, turn.hours)
            midnight = datetime.combine(turn.day, time(), tzinfo=zone)
            for number, (stop, at) in enumerate(zip(turn.stops, times.stops, strict=True)):
                start = _moment(midnight, at.start)
                values[self.id, stop.partner_id.id, turn.day] = {
                    "start": start,
                    "route_start": start,
                    "duration": service[stop] / 3600,
                    "sequence": number,
                    "travel_minutes": round(at.travel_seconds / 60),
                    "travel_km": at.travel_metres / 1000,
                    "user_id": self.user_id.id,
                    "company_id": self.company_id.id,
                    "reason": reason,
                }
        return values

    def _get_visits_quietly(self):
        # sudo: who may change a route may change its visits, by the same rules; what only routes
        # and plans write of a visit is kept from hands
        return self.env["crm.visit"].sudo().with_context(**QUIET)

    def _find_visits(self):
        return self._get_visits_quietly().search(
            [("route_id", "in", self.ids), ("route_day", "!=", False)]
        )

    # ------------------------------------------------------------------ applying

    def _sync_visits(self):
        """Make visits that are missing, move and take away those that nobody else decides on."""
        self.check_access("write")
        now = fields.Datetime.now()
        wanted = {key: one for route in self for key, one in route._prepare_visits().items()}
        there = {
            (visit.route_id.id, visit.partner_id.id, visit.route_day): visit
            for visit in self._find_visits()
        }
        missing = [key for key, one in wanted.items() if key not in there and one["start"] > now]
        self._create_visits({key: wanted[key] for key in missing})
        gone = self._get_visits_quietly()
        for key, visit in there.items():
            if key not in wanted:
                gone |= visit
            elif _is_movable(visit, now):
                _follow(visit, wanted[key])
        self._drop(gone)

    @api.model
    def _create_visits(self, wanted):
        self._get_visits_quietly().create(
            [
                {
                    **values,
                    "partner_id": partner_id,
                    "window_from": day,
                    "window_to": day,
                    "route_id": route_id,
                    "route_day": day,
                    "state": "planned",
                    "origin": "fixed_route",
                    "work_kind": "fixed_route",
                }
                for (route_id, partner_id, day), values in wanted.items()
            ]
        )

    @api.model
    def _drop(self, visits):
        """Take visits out of the calendar; what somebody wrote into one stays, cancelled."""
        now = fields.Datetime.now()
        ahead = visits.filtered(lambda visit: _is_movable(visit, now))
        noted = ahead.filtered(
            lambda visit: visit.purpose or visit.contact_ids or visit.opportunity_ids
        )
        noted.write({"state": "cancelled", "reason": self.env._("No longer on its fixed route")})
        (ahead - noted).unlink()


def _is_movable(visit, now):
    return (
        visit.state in MOVABLE
        and not visit.is_frozen
        and not visit.checked_in_on
        and (not visit.start or visit.start > now)
    )


def _follow(visit, values):
    """Write what the route says now; who moved the visit himself keeps its time."""
    if visit.start != visit.route_start or visit.plan_id:
        values = {name: values[name] for name in ("user_id", "company_id")}
    changed = {
        name: value
        for name, value in values.items()
        if visit._fields[name].convert_to_write(visit[name], visit) != value
    }
    if changed:
        visit.write(changed)


def _moment(midnight, seconds):
    """Return a moment of a day in UTC: by the clock on the wall, also when that is changed."""
    hours, rest = divmod(seconds, 3600)
    day = midnight + timedelta(days=hours // 24)
    local = day.replace(hour=hours % 24, minute=rest // 60, second=rest % 60)
    return local.astimezone(UTC).replace(tzinfo=None)
