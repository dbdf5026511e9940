from dataclasses import replace

import numpy as np
from odoo import api, fields, models
from odoo.exceptions import UserError

from ....planning.visits.day.clock import without_breaks_in
from ....planning.visits.day.routing import plan_day
from ....planning.visits.day.schedule import Visit, agreed_times, frame_of, timetable
from ....planning.visits.limits import Limits
from ....planning.visits.problem import Span
from ....tools.day_words import date_words

SECONDS = 2.0
SEED = 1
WAY = 2 * 3600  # seconds to a visit agreed on for an hour outside the working day
ANY_WAY = 10.0**6  # seconds of travelling: nothing is left out to save a way
# Ways are counted to the minute; and to five where the day bears that, for times one remembers.
STEPS = (60, 300)


class CrmVisitPlan(models.Model):
    """The visits of a day in the order with the least travelling."""

    _inherit = "crm.visit.plan"

    @api.model
    def order_visit_day(self, day, user_id=False):
        """Put a person's visits of a day in the best order; those agreed on stay when they are.

        :param day: ISO
        :return: ``sentence``, and ``undo`` for ``undo_moves``, empty where nothing has changed
        """
        user = self._planner_person(user_id)
        frame = self._planner_one_day(user, self._planner_to_day(day))
        now = frame.to_local(fields.Datetime.now())
        if frame.first < now[0]:
            raise UserError(self.env._("This day is over. Choose today or a later one."))
        plan = self._planner_plan(frame)
        works = self._planner_days(frame)[frame.first]
        visits = self._planner_visits(frame).filtered(lambda visit: visit.state != "missed")
        places = self._planner_places(frame, self._planner_homes(frame, plan), visits.partner_id)
        earliest = now[1] * 60 if now[0] == frame.first else 0
        given = self._prepare_order(frame, visits, places, earliest)
        work_day = self._planner_work_day(frame.first, works, places, plan)
        starts = self._best_starts(_including(work_day, given), given, places)
        return self._apply_order(frame, visits, starts)

    @api.model
    def _prepare_order(self, frame, visits, places, earliest):
        """Return visits as the engine knows them; who cannot be moved stays when he is."""
        free = visits.filtered(lambda visit: visit.user_id == frame.user)._filter_movable()
        return [
            self._prepare_order_visit(frame, visit, places, earliest, is_fixed=visit not in free)
            for visit in visits
        ]

    @api.model
    def _prepare_order_visit(self, frame, visit, places, earliest, *, is_fixed):
        stop = self._planner_stop(frame, visit, places)
        windows = (Span(stop.start, stop.end),)
        is_fixed = is_fixed or stop.start < earliest
        if not is_fixed:
            later = [one for one in stop.windows if one.end > earliest]
            windows = tuple(Span(max(one.start, earliest), one.end) for one in later)
        service = stop.end - stop.start
        return Visit(visit.id, stop.place, service, windows, ANY_WAY, is_fixed)

    @api.model
    def _best_starts(self, work_day, given, places):
        """Return {visit id: seconds of the day} in order; nothing where not all of them fit."""
        fine, coarse = (np.ceil(places.seconds / step) * step for step in STEPS)
        limits = Limits(seconds=self.env.context.get("visit_order_seconds") or SECONDS)
        route = plan_day(work_day, given, fine, places.metres, limits, SEED)
        if route.dropped:
            return {}
        rows = {visit.key: at for at, visit in enumerate(given)}
        order = [rows[key] for key in route.order]
        frame = frame_of(without_breaks_in(work_day, agreed_times(given)), given, coarse)
        table = timetable(frame, order) or route
        return dict(zip(route.order, table.starts, strict=True))

    @api.model
    def _apply_order(self, frame, visits, starts):
        day = date_words(self.env, frame.first, "EEEE, d MMMM")
        if not visits:
            return {"sentence": self.env._("%(day)s: no visits.", day=day), "undo": []}
        if not starts:
            words = self.env._(
                "%(day)s: not all visits fit, so nothing has changed. Move one to another day.",
                day=day,
            )
            return {"sentence": words, "undo": []}
        moments = {
            visit: frame.to_utc(frame.first, starts[visit.id] // 60)
            for visit in visits._filter_movable()
            if visit.user_id == frame.user
        }
        moved = visits.filtered(lambda visit: moments.get(visit, visit.start) != visit.start)
        before = self._order_drive(frame, visits)
        is_kept = [stop.key for stop in before.stops] == list(starts)
        if is_kept and not before.check.breaches:
            return {"sentence": self.env._("%(day)s is in the best order.", day=day), "undo": []}
        undo = self._planner_remember(moved)
        for visit in moved:
            visit.start = moments[visit]
        self._planner_note_all({(frame.user, visit.start) for visit in moved})
        saved = before.travel_minutes - self._order_drive(frame, visits).travel_minutes
        words = self._order_words(day, len(moved), saved)
        return {"sentence": words, "undo": self._planner_seal(undo)}

    @api.model
    def _order_drive(self, frame, visits):
        """Return the only day of a frame with its ways and the limits it breaks."""
        plan = self._planner_plan(frame)
        drives = self._planner_drives(frame, visits, self._planner_days(frame), plan)
        return drives[frame.first]

    @api.model
    def _order_words(self, day, moved, saved):
        if saved > 0:
            return self.env._(
                "%(day)s: %(moved)s visits moved, %(saved)s min less on the road.",
                day=day,
                moved=moved,
                saved=saved,
            )
        return self.env._("%(day)s: %(moved)s visits moved.", day=day, moved=moved)


def _including(work_day, given):
    """Return a day that is long enough for what is agreed on before or after its hours."""
    agreed = agreed_times(given)
    early = [span.start - WAY for span in agreed if span.start < work_day.start]
    late = [span.end + WAY for span in agreed if span.end > work_day.end]
    return replace(work_day, start=min([work_day.start, *early]), end=max([work_day.end, *late]))
