from collections import Counter
from datetime import timedelta

from odoo import api, fields, models

from ....tools.day_words import date_words


class CrmVisitPlan(models.Model):
    """A month or a quarter: how full each day is."""

    _inherit = "crm.visit.plan"

    @api.model
    def _planner_load(self, frame, span):
        days = self._planner_days(frame)
        drives = self._planner_drives(frame, self._planner_visits(frame), days)
        due = self._planner_due_by_day(frame)
        today, _now = frame.to_local(fields.Datetime.now())
        told = {
            day: self._planner_tell_load(works, drives[day], due[day], today)
            for day, works in days.items()
        }
        return {
            "weeks": self._planner_weeks(told),
            "head": self._planner_load_head(told, drives.values()),
        }

    @api.model
    def _planner_due_by_day(self, frame):
        """Return how many visits fall due on each day, with nothing planned."""
        today, _now = frame.to_local(fields.Datetime.now())
        rows = self.env["crm.customer.status"]._read_group(
            self._planner_due_domain(frame, today),
            ["next_visit_due:day"],
            ["__count"],
        )
        soonest = max(frame.first, min(today, frame.last))
        due = Counter()
        for day, count in rows:
            due[max(day, soonest)] += count  # what is overdue stands where it can be done
        return due

    @api.model
    def _planner_tell_load(self, works, drive, due, today):
        day, planned, available = drive.date, drive.planned_minutes, works.available
        load = planned / available if available else None
        return {
            "date": day.isoformat(),
            "label": str(day.day),
            "full": date_words(self.env, day, "EEEE, d MMMM"),
            "planned_minutes": planned,
            "available_minutes": available,
            "load": load,
            "level": self._planner_level(load, planned),
            "visits": len(drive.stops),
            "due": due,
            "is_working": bool(works.spells),
            "is_today": day == today,
            "is_past": day < today,
        }

    @api.model
    def _planner_level(self, load, planned):
        """Return how full a day is, 0 (empty) to 4, and 5: more than its hours."""
        if not planned:
            return 0
        if load is None or load > 1:
            return 5
        return min(4, 1 + int(load * 4))

    @api.model
    def _planner_weeks(self, days):
        """Return whole weeks, Monday to Sunday; a day of another month is ``False``."""
        weeks = {}
        for day, told in days.items():
            monday = day - timedelta(days=day.weekday())
            weeks.setdefault(monday, [False] * 7)[day.weekday()] = told
        return [self._planner_tell_week(monday, week) for monday, week in weeks.items()]

    @api.model
    def _planner_tell_week(self, monday, week):
        told = [day for day in week if day]
        planned = sum(day["planned_minutes"] for day in told)
        available = sum(day["available_minutes"] for day in told)
        load = planned / available if available else None
        return {
            "date_from": monday.isoformat(),
            "label": self.env._("Week %(number)s", number=monday.isocalendar().week),
            "number": monday.isocalendar().week,
            "month": date_words(self.env, told[0]["date"], "MMM"),
            "days": week,
            "planned_minutes": planned,
            "available_minutes": available,
            "level": self._planner_level(load, planned),
            "visits": sum(day["visits"] for day in told),
            "due": sum(day["due"] for day in told),
        }

    @api.model
    def _planner_load_head(self, days, drives):
        return {
            "planned_minutes": sum(day["planned_minutes"] for day in days.values()),
            "available_minutes": sum(day["available_minutes"] for day in days.values()),
            "travel_minutes": sum(drive.travel_minutes for drive in drives),
            "km": round(sum(drive.check.metres for drive in drives) / 1000),
            "due_not_planned": sum(day["due"] for day in days.values()),
            "visits": sum(day["visits"] for day in days.values()),
        }
