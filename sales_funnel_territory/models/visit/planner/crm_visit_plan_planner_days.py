from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date


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
        days = {day: PlannerDay() for day in frame.days}
        for start, end in frame.user._get_work_spells(*frame.moments):
            for day, span in self._planner_cut(frame, start, end):
                days[day].spells.append(span)
        for event in self._planner_events(frame):
            start, stop = event.start, event.stop
            for day, span in self._planner_cut(frame, start, stop):
                days[day].busy.append((*span, event.display_name))
        for day in days.values():
            day.spells.sort()
            day.busy.sort()
        return days

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
        start, end = frame.moments
        partner = frame.user.sudo().partner_id  # sudo: a colleague's own partner
        events = self.env["calendar.event"].search(
            Domain("partner_ids", "in", partner.ids)
            & Domain("show_as", "=", "busy")
            & Domain("allday", "=", False)
            & Domain("start", "<", end)
            & Domain("stop", ">", start),
            order="start, id",
        )
        visits = self.env["crm.visit"].search([("event_id", "in", events.ids)])
        declined = self.env["calendar.attendee"].search(
            [
                ("event_id", "in", events.ids),
                ("partner_id", "=", partner.id),
                ("state", "=", "declined"),
            ]
        )
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
            "label": format_date(self.env, day, date_format="EEE d"),
            "full": format_date(self.env, day, date_format="EEEE, d MMMM"),
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
            "back_minutes": round(back.seconds / 60) if back else 0,
            "breaches": drive.day_sentences,
        }
