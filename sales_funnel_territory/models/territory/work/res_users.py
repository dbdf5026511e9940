from collections import defaultdict
from datetime import datetime, time, timedelta

import numpy as np
from odoo import models
from odoo.fields import Domain
from odoo.tools.intervals import Intervals
from pytz import timezone, utc


class ResUsers(models.Model):
    """When people work: their own hours, else the company's, without leaves and holidays."""

    _inherit = "res.users"

    def _get_daily_hours(self, first, days):
        """Return {user: working hours of each of so many days}.

        Holidays are leaves that belong to nobody; a person's own leaves are his.

        :param first: the first day
        """
        own = self._find_own_leaves(first, days)
        result = {}
        for (calendar, company), users in self._by_calendar().items():
            zone = timezone(calendar.tz or "UTC")
            shared = _read_intervals(calendar, company, zone, first, days)
            hours = _hours_a_day(shared, first, days)
            for user in users:
                leaves = [
                    (_local(leave.date_from, zone), _local(leave.date_to, zone), leave)
                    for leave in own[user]
                ]
                result[user] = (
                    _hours_a_day(shared - Intervals(leaves), first, days) if leaves else hours
                )
        return result

    def _by_calendar(self):
        groups = defaultdict(list)
        for user in self:
            company = user.company_id
            groups[user.resource_calendar_id or company.resource_calendar_id, company].append(user)
        return groups

    def _find_own_leaves(self, first, days):
        start = datetime.combine(first, time.min) - timedelta(days=1)
        leaves = self.env["resource.calendar.leaves"].search(
            Domain("resource_id.user_id", "in", self.ids)
            & Domain("time_type", "=", "leave")
            & Domain("date_from", "<=", start + timedelta(days=days + 2))
            & Domain("date_to", ">=", start)
        )
        found = defaultdict(list)
        for leave in leaves:
            found[leave.resource_id.user_id].append(leave)
        return found


def _read_intervals(calendar, company, zone, first, days):
    """Return the company's working intervals by this calendar, holidays taken out."""
    if not calendar:
        return Intervals([])
    start = zone.localize(datetime.combine(first, time.min))
    end = zone.localize(datetime.combine(first + timedelta(days=days), time.min))
    holidays = [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]
    found = calendar._work_intervals_batch(start, end, domain=holidays)
    return Intervals([(begin, stop, calendar) for begin, stop, _line in found[False]])


def _hours_a_day(intervals, first, days):
    hours = np.zeros(days)
    for begin, stop, _record in intervals:
        day = (begin.date() - first).days
        if 0 <= day < days:
            hours[day] += (stop - begin).total_seconds() / 3600
    return hours


def _local(moment, zone):
    return utc.localize(moment).astimezone(zone)
