from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ....planning.visits.due.opening import ALL_DAY
from ....planning.visits.problem import Span
from ....planning.visits.slots.day_check import DayStop, best_slot, check_day
from ..crm_visit import OPEN_STATES
from .frame import PlannerFrame

NEW = 0  # the key of a visit that is not there yet


@dataclass(frozen=True)
class PlannerDrag:
    """What is dragged, and the day it is held over, without it."""

    partner: Any
    visit: Any
    minutes: int
    frame: PlannerFrame
    works: Any
    places: Any
    work_day: Any
    others: list
    day: date
    plan: Any

    @property
    def key(self):
        return self.visit.id or NEW

    def stop(self, start):
        """Return the stop it would be, starting so many minutes after midnight."""
        hours = self.places.hours.get(self.partner.id)
        windows = hours.on(self.day) if hours else ALL_DAY
        end = (start + self.minutes) * 60
        return DayStop(self.key, self.places.rows[self.partner.id], start * 60, end, windows)


class CrmVisitPlan(models.Model):
    """The answer while one drags: the way there, and what would not hold."""

    _inherit = "crm.visit.plan"

    @api.model
    def check_visit_move(self, item, day, start=False, user_id=False):
        """Tell what a visit at another time means; nothing is written.

        :param item: ``{"visit_id": id}``, or ``{"partner_id": id}`` from the tray
        :param day: ISO
        :param start: minutes from midnight; ``False``: where it fits best on this day
        """
        drag = self._planner_drag(item, day, user_id)
        start, obstacle = self._planner_may_go(drag, start)
        if obstacle:
            return {"is_possible": False, "breaches": [obstacle], "sentence": obstacle}
        return self._planner_answer(drag, start)

    @api.model
    def _planner_may_go(self, drag, start):
        """Return (start in minutes, why it cannot be)."""
        obstacle = self._planner_obstacle(drag)
        if obstacle:
            return None, obstacle
        start = self._planner_start(drag, start)
        return start, self._planner_is_over(drag, start)

    # ------------------------------------------------------------------ what is dragged

    @api.model
    def _planner_drag(self, item, day, user_id):
        user = self._planner_person(user_id)
        visit, partner = self._planner_item(item)
        day = self._planner_to_day(day)
        frame = self._planner_one_day(user, day)
        plan = self._planner_plan(frame)
        works = self._planner_days(frame)[day]
        others = self._planner_visits(frame) - visit
        homes = self._planner_homes(frame, plan)
        places = self._planner_places(frame, homes, others.partner_id | partner)
        others = others.filtered(lambda one: one.state != "missed")
        return PlannerDrag(
            partner=partner,
            visit=visit,
            minutes=round(visit.duration * 60) or self._planner_minutes(partner),
            frame=frame,
            works=works,
            places=places,
            work_day=self._planner_work_day(day, works, places, plan),
            others=[self._planner_stop(frame, one, places) for one in others],
            day=day,
            plan=plan,
        )

    @api.model
    def _planner_item(self, item):
        """Return (visit or none, customer) of what is dragged."""
        visit = self.env["crm.visit"].browse(int(item.get("visit_id") or 0)).exists()
        partner = visit.partner_id or self.env["res.partner"].browse(
            int(item.get("partner_id") or 0)
        )
        if not partner.exists():
            raise UserError(self.env._("This visit is gone. Load the planner again."))
        partner.check_access("read")
        return visit, partner

    @api.model
    def _planner_to_day(self, day):
        try:
            return fields.Date.to_date(day) or fields.Date.context_today(self)
        except ValueError as error:
            raise ValidationError(self.env._("%(day)s is no day.", day=day)) from error

    @api.model
    def _planner_obstacle(self, drag):
        """Return why it cannot go there at all, one sentence, or nothing."""
        visit = drag.visit
        if visit and visit.state not in OPEN_STATES:
            states = dict(visit._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(visit)s stays where it is: %(state)s.",
                visit=visit.display_name,
                state=states[visit.state],
            )
        if visit and visit.user_id != drag.frame.user:
            return self.env._(
                "%(visit)s is a visit of %(person)s.",
                visit=visit.display_name,
                person=visit.user_id.name,
            )
        if visit.is_frozen:
            return self.env._(
                "%(visit)s is frozen. Unfreeze it to move it.", visit=visit.display_name
            )
        if drag.day < drag.frame.to_local(fields.Datetime.now())[0]:
            return self.env._("This day is over. Choose today or a later one.")
        return ""

    # ------------------------------------------------------------------ the answer

    @api.model
    def _planner_start(self, drag, start):
        """Return the start in minutes: the one asked for, or where it fits best."""
        if start is not False and start is not None:
            return max(0, min(int(start), 24 * 60 - drag.minutes))
        new = drag.stop(0)
        now = drag.frame.to_local(fields.Datetime.now())
        earliest = now[1] * 60 if now[0] == drag.day else 0
        within = Span(earliest, max(earliest, 24 * 3600))
        places = drag.places
        slot = best_slot(drag.work_day, drag.others, new, places.seconds, places.metres, within)
        if slot:
            return slot.start // 60
        ends = [stop.end for stop in drag.others] or [drag.work_day.start]
        return min(-(-max(ends) // 900) * 15, 24 * 60 - drag.minutes)

    @api.model
    def _planner_answer(self, drag, start):
        seconds, metres = drag.places.seconds, drag.places.metres
        before = check_day(drag.work_day, drag.others, seconds, metres)
        stop = drag.stop(start)
        stops = sorted([*drag.others, stop], key=lambda one: (one.start, one.end, one.key))
        after = check_day(drag.work_day, stops, seconds, metres)
        at = stops.index(stop)
        extra = round((after.seconds - before.seconds) / 60)
        breaches = self._planner_new_breaches(drag, before, after, stops)
        breaches += self._planner_wider_breaches(drag)
        there = round(after.legs[at].seconds / 60)
        return {
            "is_possible": True,
            "day": drag.day.isoformat(),
            "start": start,
            "end": start + drag.minutes,
            "travel_minutes": there,
            "travel_km": round(after.legs[at].metres / 1000, 1),
            "next_travel_minutes": round(after.legs[at + 1].seconds / 60),
            "extra_minutes": extra,
            "extra_km": round((after.metres - before.metres) / 1000, 1),
            "breaches": breaches,
            "sentence": self._planner_drag_words(there, extra),
        }

    @api.model
    def _planner_new_breaches(self, drag, before, after, stops):
        """Return sentences on what holds now and would not hold then."""
        known = {(one.limit, one.key): one.excess for one in before.breaches}
        names = self._planner_names(stops) | {drag.key: drag.partner.display_name}
        sentences = [
            self._planner_on_visit(breach, names, drag.key)
            for breach in after.breaches
            if breach.excess > known.get((breach.limit, breach.key), -1)
        ]
        if not drag.works.spells:
            sentences.insert(0, self.env._("No working hours on this day."))
        return sentences

    @api.model
    def _planner_on_visit(self, breach, names, dragged):
        words = self._planner_sentence(breach, names)
        if breach.key in (None, dragged):
            return words
        return self.env._("%(visit)s: %(problem)s", visit=names[breach.key], problem=words)

    @api.model
    def _planner_drag_words(self, there, extra):
        if extra > 0:
            return self.env._(
                "%(there)s min there, %(extra)s min more driving", there=there, extra=extra
            )
        if extra < 0:
            return self.env._(
                "%(there)s min there, %(less)s min less driving", there=there, less=-extra
            )
        return self.env._("%(there)s min there, no more driving", there=there)
