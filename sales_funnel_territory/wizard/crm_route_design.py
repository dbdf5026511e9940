from collections import defaultdict

import numpy as np
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.visit.crm_route import WEEKDAYS
from ..models.visit.route.crm_route_order import STEP
from ..models.visit.route.crm_route_times import HOUR, _has_place, as_clock
from ..planning.visits.route.design import Ends, cycle_of, design_routes, place_routes
from ..planning.workload import can_carry

_LARGEST = 1000  # customers: more than anybody carries
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class CrmRouteDesign(models.TransientModel):
    """Routes from workload: customers, the work with each, and hours make routes."""

    _name = "crm.route.design"
    _description = "Routes from Workload"

    user_id = fields.Many2one(
        "res.users", "Person", required=True, default=lambda self: self.env.user
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        domain="[('is_sales_customer', '=', True)]",
        compute="_compute_partner_ids",
        store=True,
        readonly=False,
    )
    start_partner_id = fields.Many2one(
        "res.partner", "Start From", help="Where each day begins and ends."
    )
    date_from = fields.Date("Begin On", required=True, default=fields.Date.context_today)
    leave_at = fields.Float(default=8.0)
    longest_day = fields.Float("Hours a Day", default=8.0, required=True)
    week_cycle = fields.Integer(
        "Every ... Weeks", help="0: as often as each customer's visit frequency says."
    )
    on_monday = fields.Boolean("Mon", default=True)
    on_tuesday = fields.Boolean("Tue", default=True)
    on_wednesday = fields.Boolean("Wed", default=True)
    on_thursday = fields.Boolean("Thu", default=True)
    on_friday = fields.Boolean("Fri")
    on_saturday = fields.Boolean("Sat")
    on_sunday = fields.Boolean("Sun")
    line_ids = fields.One2many("crm.route.design.line", "design_id", "Proposed Routes")
    summary = fields.Text(readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    @api.depends("user_id")
    def _compute_partner_ids(self):
        chosen = self.env.context.get("active_ids")
        if self.env.context.get("active_model") != "res.partner":
            chosen = None
        Partner = self.env["res.partner"]
        for design in self:
            if chosen:
                design.partner_ids = Partner.browse(chosen).filtered("is_sales_customer")
            else:
                design.partner_ids = Partner.search(
                    [("user_id", "=", design.user_id.id), ("is_sales_customer", "=", True)],
                    limit=_LARGEST,
                )

    # ------------------------------------------------------------------ actions

    def action_propose(self):
        """Propose routes, and say how many of the customers the person can carry."""
        self.ensure_one()
        self._check_input()
        routes = self._prepare_routes()
        self.write(
            {
                "line_ids": [
                    fields.Command.clear(),
                    *(fields.Command.create(values) for values in routes),
                ],
                "summary": self._get_summary(routes),
            }
        )
        return self._reopen()

    def action_create(self):
        """Make routes of the lines that are ticked and have a day."""
        self.ensure_one()
        chosen = self.line_ids.filtered(lambda line: line.is_chosen and line.weekday)
        if not chosen:
            raise UserError(
                self.env._("No route is ticked that has a weekday: propose routes first.")
            )
        routes = self.env["crm.route"].create([line._prepare_route() for line in chosen])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fixed Routes"),
            "res_model": "crm.route",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", routes.ids)],
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Routes from Workload"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _check_input(self):
        if not self.partner_ids:
            raise UserError(self.env._("Choose the customers first: there are none to visit."))
        if len(self.partner_ids) > _LARGEST:
            raise UserError(
                self.env._(
                    "%(count)s customers are more than one person visits: choose up to %(most)s.",
                    count=len(self.partner_ids),
                    most=_LARGEST,
                )
            )
        if not self._get_weekdays():
            raise UserError(self.env._("Choose one weekday at least for the routes."))
        if not 0 < self.longest_day <= 24:
            raise UserError(
                self.env._(
                    "A day of %(hours)s hours is not possible: enter more than 0 and up to 24.",
                    hours=self.longest_day,
                )
            )
        if not 0 <= self.week_cycle <= 52:
            raise UserError(
                self.env._(
                    "Every %(weeks)s weeks is not possible: enter 1 to 52, or 0 for as often as "
                    "agreed.",
                    weeks=self.week_cycle,
                )
            )

    def _get_weekdays(self):
        return [number for number, day in enumerate(DAYS) if self[f"on_{day}"]]

    # ------------------------------------------------------------------ gathering, deciding

    def _prepare_routes(self):
        """Return values of lines: routes by cycle, each with a day while there are any."""
        found = []
        for cycle, partners in sorted(self._get_cycles().items()):
            found += [(cycle, partners, route) for route in self._design(partners)]
        placed = place_routes(
            [cycle for cycle, _partners, _route in found], self._get_weekdays(), self.date_from
        )
        return [
            self._prepare_line(number, *found[number - 1], one.cycle)
            for number, one in enumerate(placed, 1)
        ]

    def _get_cycles(self):
        """Return {weeks: customers}, only those who have a position."""
        placed = self.partner_ids.filtered(_has_place)
        if self.week_cycle:
            return {self.week_cycle: placed} if placed else {}
        cycles = defaultdict(placed.browse)
        for partner in placed:
            frequency = partner.customer_status_id._get_frequency("visit")
            cycles[cycle_of(frequency.gap()) if frequency else 4] |= partner
        return cycles

    def _design(self, partners):
        """Return ``DesignedRoute`` of customers of one cycle."""
        places = list(partners)
        start = self.start_partner_id
        if start and _has_place(start):
            places.append(start)
        matrix = self.env["crm.travel"]._matrix(
            [(one.partner_latitude, one.partner_longitude) for one in places],
            company=self.company_id,
        )
        minutes = self._get_minutes(partners)
        end = len(partners) if len(places) > len(partners) else None
        return design_routes(
            np.asarray(matrix.seconds),
            np.asarray(matrix.metres),
            [60 * minutes[partner] for partner in partners],
            self.longest_day * HOUR,
            Ends(end, end),
        )

    def _get_minutes(self, partners):
        return self.env["crm.customer.status"]._prepare_visit_minutes(partners, self.company_id)

    def _prepare_line(self, number, cycle, partners, route, placed):
        customers = [partners[stop] for stop in route.stops]
        cities = list(dict.fromkeys(filter(None, (one.city for one in customers))))
        return {
            "name": self.env._(
                "Route %(number)s %(cities)s", number=number, cities=" - ".join(cities[:2])
            ).strip(),
            "partner_list": [one.id for one in customers],
            "week_cycle": cycle,
            "weekday": str(placed.weekday) if placed else False,
            "date_from": placed.begin if placed else False,
            "customer_count": len(customers),
            "total_hours": route.seconds / HOUR,
            "travel_hours": route.travel_seconds / HOUR,
            "total_km": route.metres / 1000,
            "is_too_long": route.is_too_long,
            "is_chosen": bool(placed),
        }

    def _get_summary(self, routes):
        hours = sum(line["total_hours"] / line["week_cycle"] for line in routes)
        available = len(self._get_weekdays()) * self.longest_day
        count = sum(line["customer_count"] for line in routes)
        placed = sum(line["customer_count"] for line in routes if line["weekday"])
        lines = [
            self.env._(
                "%(count)s customers are %(hours)s hours a week, of %(available)s available.",
                count=count,
                hours=as_clock(hours),
                available=as_clock(available),
            )
        ]
        if placed < count:
            carried = can_carry(count, hours, available)
            lines.append(
                self.env._(
                    "%(person)s can carry about %(carried)s of them: %(placed)s have a day, "
                    "%(left)s have none. Add a weekday or hours, visit less often, or hand "
                    "customers over.",
                    person=self.user_id.name,
                    carried=min(count, carried or 0),
                    placed=placed,
                    left=count - placed,
                )
            )
        else:
            lines.append(self.env._("All of them have a day."))
        nowhere = self.partner_ids.filtered(lambda one: not _has_place(one))
        if nowhere:
            lines.append(
                self.env._(
                    "Not on the map, so on no route: %(customers)s.",
                    customers=", ".join(nowhere[:10].mapped("name")),
                )
            )
        return "\n".join(lines)


class CrmRouteDesignLine(models.TransientModel):
    """A route that is proposed."""

    _name = "crm.route.design.line"
    _description = "Proposed Route"
    _order = "id"

    design_id = fields.Many2one("crm.route.design", required=True, ondelete="cascade")
    is_chosen = fields.Boolean("Create")
    name = fields.Char(required=True)
    partner_list = fields.Json()
    partner_names = fields.Char("Customers in Order", compute="_compute_partner_names")
    weekday = fields.Selection(WEEKDAYS)
    week_cycle = fields.Integer("Every ... Weeks")
    date_from = fields.Date("First Time")
    customer_count = fields.Integer("Customers", readonly=True)
    total_hours = fields.Float("Hours", readonly=True)
    travel_hours = fields.Float("Travel", readonly=True)
    total_km = fields.Float("km", digits=(16, 1), readonly=True)
    is_too_long = fields.Boolean(readonly=True)

    @api.depends("partner_list")
    def _compute_partner_names(self):
        for line in self:
            customers = self.env["res.partner"].browse(line.partner_list or [])
            line.partner_names = ", ".join(customers.mapped("name"))

    def _prepare_route(self):
        design = self.design_id
        return {
            "name": self.name,
            "user_id": design.user_id.id,
            "weekday": self.weekday,
            "week_cycle": self.week_cycle,
            "date_from": self.date_from or design.date_from,
            "leave_at": design.leave_at,
            "longest_day": design.longest_day,
            "start_partner_id": design.start_partner_id.id,
            "company_id": design.company_id.id,
            "stop_ids": [
                fields.Command.create({"partner_id": partner, "sequence": STEP * number})
                for number, partner in enumerate(self.partner_list or [], 1)
            ],
        }
