from odoo import api, fields, models

from ....planning.visits.problem import Span
from ....planning.visits.slots.day_check import DayStop, best_slot

# customers worth pricing, the most urgent ones that may be near
CANDIDATES = 120


class CrmVisitPlan(models.Model):
    """A gap in a day: who is near and due, and fits."""

    _inherit = "crm.visit.plan"

    @api.model
    def get_near_and_due(self, day, start, end, user_id=False, limit=8):
        """Return who fits into a gap with the least driving, the most urgent first among equals.

        :param start: minutes from midnight, as ``end``
        """
        user = self._planner_person(user_id)
        frame = self._planner_one_day(user, self._planner_to_day(day))
        today, _now = frame.to_local(fields.Datetime.now())
        found = self._planner_fitting(frame, self._planner_candidates(frame, today), start, end)
        rows = []
        for status, slot in found[:limit]:
            minutes = max(0, round(slot.extra.seconds / 60))
            rows.append(
                self._planner_tell_due(status, today)
                | {
                    "day": frame.first.isoformat(),
                    "start": slot.start // 60,
                    "extra_minutes": minutes,
                    "sentence": self.env._("%(minutes)s min more driving", minutes=minutes),
                }
            )
        return rows

    @api.model
    def _planner_candidates(self, frame, today):
        """Return who is due within two weeks of the day, nothing planned, and has a position."""
        ahead = self._planner_frame(frame.user, fields.Date.add(frame.first, days=14))
        domain = self._planner_due_domain(ahead, today)
        statuses = self.env["crm.customer.status"].search(
            domain, order="next_visit_due, id", limit=CANDIDATES
        )
        return statuses.filtered(lambda status: status.partner_id.partner_latitude)

    @api.model
    def _planner_fitting(self, frame, statuses, start, end):
        """Return (status, slot) of those that fit, the least driving first."""
        day = frame.first
        plan = self._planner_plan(frame)
        works = self._planner_days(frame)[day]
        visits = self._planner_visits(frame).filtered(lambda visit: visit.state != "missed")
        homes = self._planner_homes(frame, plan)
        places = self._planner_places(frame, homes, visits.partner_id | statuses.partner_id)
        stops = [self._planner_stop(frame, visit, places) for visit in visits]
        work_day = self._planner_work_day(day, works, places, plan)
        gap = Span(int(start) * 60, int(end) * 60)
        found = []
        for status in statuses:
            partner = status.partner_id
            length = self._planner_minutes(partner) * 60
            windows = self._planner_windows(places, partner, day)
            new = DayStop(0, places.rows[partner.id], 0, length, windows)
            slot = best_slot(work_day, stops, new, places.seconds, places.metres, gap)
            if slot:
                found.append((status, slot))
        return sorted(found, key=lambda one: one[1].extra.seconds)
