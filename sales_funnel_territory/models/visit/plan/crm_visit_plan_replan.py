from dataclasses import replace
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning.visits.due.agenda import clock_time, left_free
from ....planning.visits.due.assembly import Assembled, assemble
from ....planning.visits.due.demand import Demand
from ....planning.visits.problem import Planned, Solution
from ....planning.visits.replan.changes import Cancelled, DayOff, Urgent
from ..crm_visit_plan import WISHES
from .places import PlaceTable

OPEN = ("proposed", "planned", "confirmed", "under_way")


class StandingPlan(NamedTuple):
    """A plan in force; half-days by date: ``used`` now, though left free usually, and ``free``."""

    assembled: Assembled
    solution: Solution
    used: dict
    free: dict


class CrmVisitPlan(models.Model):
    """A week in force after something has happened: as few changes as possible."""

    _inherit = "crm.visit.plan"

    replan_ids = fields.One2many("crm.visit.replan", "plan_id", "Changes")
    replan_count = fields.Integer(compute="_compute_replan_count")

    @api.depends("replan_ids")
    def _compute_replan_count(self):
        for plan in self:
            plan.replan_count = len(plan.replan_ids)

    # ------------------------------------------------------------------ asked for

    def action_day_off(self, day):
        """Propose what becomes of a week in which a day is not worked."""
        self._check_may_replan()
        day = fields.Date.to_date(day)
        return self.env["crm.visit.replan"]._propose(self, "day_off", day=day)._open()

    def action_visit_cancelled(self, visit_id):
        """Propose what becomes of a week without one of its visits."""
        self._check_may_replan()
        visit = self.env["crm.visit"].browse(visit_id)
        return self.env["crm.visit.replan"]._propose(self, "cancelled", visit=visit)._open()

    def action_urgent_visit(self, partner_id, start=False, minutes=60):
        """Propose how a visit that cannot wait finds its time, or takes the one agreed on."""
        self._check_may_replan()
        visit = self._create_urgent(self.env["res.partner"].browse(partner_id), start, minutes)
        return self.env["crm.visit.replan"]._propose(self, "urgent", new=visit)._open()

    def _create_urgent(self, partner, start, minutes):
        partner.check_access("read")
        # sudo: the plan may be written, so may its visits
        return (
            self.env["crm.visit"]
            .sudo()
            .create(
                {
                    "partner_id": partner.id,
                    "user_id": self.user_id.id,
                    "company_id": self.company_id.id,
                    "window_from": self.date_from,
                    "window_to": self.date_to,
                    "start": start,
                    "is_frozen": bool(start),
                    "duration": minutes / 60,
                    "state": "planned" if start else "proposed",
                    "priority": "3",
                }
            )
        )

    def _check_may_replan(self):
        self.ensure_one()
        self.check_access("write")
        if self.kind != "week":
            raise UserError(
                self.env._(
                    "%(plan)s has no exact times: change the plan of the week.",
                    plan=self.display_name,
                )
            )
        if self.state == "closed":
            raise UserError(self.env._("%(plan)s is closed.", plan=self.display_name))

    # ------------------------------------------------------------------ the plan as it stands

    def _prepare_standing(self, new, kept=None):
        """Return the plan as it is: every visit ahead at its time.

        :param new: visits that are not in the plan yet, even if their time is agreed on
        :param kept: half-days of a week that stay free, if not as many as usual
        """
        first = self._get_first_day()
        fixed, movable = self._split_visits(first)
        meetings = self.user_id._read_meetings(first, self.date_to)
        times = self._prepare_fixed(fixed, meetings, first)
        statuses = movable.partner_id.customer_status_id
        hours = statuses._prepare_visiting_hours(first, self.date_to)
        by_customer = {status.partner_id.id: status for status in statuses}
        places = PlaceTable()
        singles = [
            self._prepare_single(visit, first, places, by_customer, hours) for visit in movable
        ]
        appointments = [self._prepare_appointment(one, places) for one in times]
        agreed = self._prepare_fixed(movable.filtered("start"), (), first)
        calendar = self._prepare_calendar(first, places, meetings, [*times, *agreed])
        wishes = self._prepare_wishes()
        usual = calendar(wishes)
        days = usual if kept is None else calendar(replace(wishes, free_half_days=kept))
        matrix = self.env["crm.travel"]._matrix(places.points, company=self.company_id)
        demand = Demand(
            first=first,
            last=self.date_to,
            days=days,
            seconds=matrix.seconds,
            metres=matrix.metres,
            appointments=appointments,
            singles=[self._widen(one, first) for one in singles],
            balance=0.0,
        )
        assembled = assemble(demand)
        return StandingPlan(
            assembled,
            _as_solution(assembled, self.seed, new.ids),
            left_free(days, usual),
            left_free(calendar(replace(wishes, free_half_days=0)), days),
        )

    def _split_visits(self, first):
        """Return (visits that stay whatever happens, visits that may move)."""
        zone = self.user_id._get_clock()
        # sudo: visits of the person whose plan may be written
        visits = (
            self.env["crm.visit"]
            .sudo()
            .search(
                [("user_id", "=", self.user_id.id), ("state", "in", OPEN), ("start", "!=", False)]
            )
        )
        visits = visits.filtered(
            lambda one: first <= clock_time(one.start, zone)[0] <= self.date_to
        )
        now = self.env.cr.now()
        fixed = visits.filtered(
            lambda one: (
                one.is_frozen
                or one.state in ("confirmed", "under_way")
                or not one.partner_id
                or one.start <= now
            )
        )
        return fixed, (visits - fixed) | self._find_waiting(first)

    def _find_waiting(self, first):
        """Return visits without a time that may be paid in this week."""
        # sudo: as above
        return (
            self.env["crm.visit"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.user_id.id),
                    ("state", "=", "proposed"),
                    ("start", "=", False),
                    ("partner_id", "!=", False),
                    ("window_from", "<=", self.date_to),
                    ("window_to", ">=", first),
                ]
            )
        )

    def _widen(self, single, first):
        """Return a visit that may move within the plan, if no plan above says otherwise."""
        visit = self.env["crm.visit"].browse(single.id).sudo()  # sudo: as above
        if visit.upper_plan_id or visit.route_id or not visit.start:
            return single
        return replace(single, first=first, last=self.date_to)

    def _get_changes(self, assembled, day, visit, new):
        """Yield what has happened, as the engine reads it."""
        if day:
            for index, one in enumerate(assembled.problem.days):
                if one.date == day:
                    yield DayOff(index)
        for key, source in assembled.sources.items():
            if visit and source.id == visit.id:
                yield Cancelled(key)
        for one in assembled.problem.occurrences:
            if assembled.sources[one.key].id in new.ids:
                yield Urgent(one)

    # ------------------------------------------------------------------ for the planner

    @api.model
    def plan_due(self, user_id, date_from, date_to):
        """Plan what is due into a week: its draft is made if there is none.

        :return: ``{"plan_id": id, "state": state of the search}``
        """
        user = self.env["res.users"].browse(user_id)
        first = fields.Date.to_date(date_from)
        plan = self.search(
            [("user_id", "=", user.id), ("kind", "=", "week"), ("date_from", "=", first)],
            order="id desc",
            limit=1,
        )
        if not plan:
            last = self._find_last_plan(user.id)
            wishes = last._get_wishes(WISHES) if last else {}
            plan = self.create({**wishes, "user_id": user.id, "kind": "week", "date_from": first})
        plan.action_plan()
        return {"plan_id": plan.id, **plan._wait_for_run()}


def _as_solution(assembled, seed, new):
    """Return the plan in force: every visit that has a time, where it is now.

    :param new: ids of visits that are not in it yet
    """
    problem, days = assembled.problem, {}
    for one in problem.occurrences:
        if one.current and assembled.sources[one.key].id not in new:
            days.setdefault(one.current[0], []).append(one)
    planned = []
    for index, visits in days.items():
        here = problem.days[index].origin
        for order, one in enumerate(sorted(visits, key=lambda one: one.current[1])):
            seconds, metres = (
                float(table[here, one.place]) for table in (problem.seconds, problem.metres)
            )
            planned.append(
                Planned(one.key, index, order, one.current[1], _whole(seconds), _whole(metres))
            )
            here = one.place
    return Solution(tuple(planned), (), 0.0, "as_it_is", seed, 0, 0.0, "done")


def _whole(number):
    return round(number) if number < 10**9 else 0
