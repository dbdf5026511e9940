from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, fields, models

from ....tools.day_words import date_words

DAY = 24 * 60
WIDE = timedelta(days=1)


@dataclass
class PlannerDay:
    """When a person works on a day, by his clock, in minutes."""

    spells: list = field(default_factory=list)
    busy: list = field(default_factory=list)  # (start, end, label)

    @property
    def start(self):
        return self.spells[0][0] if self.spells else None

    @property
    def end(self):
        return self.spells[-1][1] if self.spells else None

    @property
    def pauses(self):
        """Return the breaks between working spells."""
        return [(one[1], two[0]) for one, two in zip(self.spells, self.spells[1:], strict=False)]

    @property
    def available(self):
        """Return working minutes that nothing else takes."""
        taken = _union([(start, end) for start, end, _label in self.busy])
        return sum(
            end - start - sum(max(0, min(end, two) - max(start, one)) for one, two in taken)
            for start, end in self.spells
        )


def _union(spans):
    united = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1][1] = max(end, united[-1][1])
        else:
            united.append([start, end])
    return united


class CrmVisitPlan(models.Model):
    """The days of the planner: working hours, leaves, what else is in the calendar."""

    _inherit = "crm.visit.plan"

    @api.model
    def _planner_days(self, frame):
        """Return {day: PlannerDay}."""
        working = frame.user._read_working_hours(frame.first, frame.last)
        days = {
            day: PlannerDay([(one.start // 60, one.end // 60) for one in working.get(day, ())])
            for day in frame.days
        }
        for event in self._planner_events(frame):
            name = event._get_name_for(self.env.user)
            for day, span in self._planner_event_spans(frame, event):
                days[day].busy.append((*span, name))
        for day in days.values():
            day.busy.sort()
        return days

    @api.model
    def _planner_event_spans(self, frame, event):
        """Yield (day, (start, end)) of an event; whole days have no time zone."""
        if not event.allday:
            yield from self._planner_cut(frame, event.start, event.stop)
            return
        for day in frame.days:
            if event.start_date <= day <= event.stop_date:
                yield day, (0, DAY)

    @api.model
    def _planner_cut(self, frame, start, end):
        """Yield (day, (start, end)) of what lies within the frame."""
        first, last = frame.to_local(start)[0], frame.to_local(end)[0]
        day = max(first, frame.first)
        while day <= min(last, frame.last):
            span = frame.on_day(day, start, end)
            if span:
                yield day, span
            day += timedelta(days=1)

    @api.model
    def _planner_events(self, frame):
        """Return what blocks the person besides his visits."""
        # sudo: whether a colleague is busy, and with what unless it is private
        Event = self.env["calendar.event"].sudo()
        start, end = frame.moments
        # whole days are kept from 8 to 18 UTC: those of the edges would be missed far from there
        events = Event._find_busy(frame.user.sudo(), start - WIDE, end + WIDE)
        declined = events.attendee_ids.filtered(
            lambda one: one.partner_id == frame.user.sudo().partner_id and one.state == "declined"
        )
        visits = self.env["crm.visit"].sudo().search([("event_id", "in", events.ids)])
        return events - visits.event_id - declined.event_id

    @api.model
    def _planner_tell_days(self, frame, days, drives):
        today, _now = frame.to_local(fields.Datetime.now())
        return [
            self._planner_tell_day(day, works, drives[day], today)
            for day, works in days.items()
            if day.weekday() < 5 or works.spells or drives[day].visits
        ]

    @api.model
    def _planner_tell_day(self, day, works, drive, today):
        back = drive.check.legs[-1] if drive.check.legs else None
        return {
            "date": day.isoformat(),
            "label": date_words(self.env, day, "EEE d"),
            "full": date_words(self.env, day, "EEEE, d MMMM"),
            "is_today": day == today,
            "is_past": day < today,
            "is_working": bool(works.spells),
            "off_reason": "" if works.spells else self.env._("No working hours"),
            "start": works.start,
            "end": works.end,
            "pauses": works.pauses,
            "busy": [
                {"start": start, "end": end, "label": label} for start, end, label in works.busy
            ],
            "planned_minutes": drive.planned_minutes,
            "available_minutes": works.available,
            "travel_minutes": drive.travel_minutes,
            "km": round(drive.check.metres / 1000),
            "home": drive.home,
            "end_home": drive.end_home,
            "back_minutes": round(back.seconds / 60) if back else 0,
            "breaches": drive.day_sentences,
        }
