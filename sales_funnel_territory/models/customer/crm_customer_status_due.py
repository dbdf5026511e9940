from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ...planning.cadence import Rhythm, next_due
from .crm_customer_status import WEEKDAYS

_HORIZON = timedelta(days=800)


class CrmCustomerStatus(models.Model):
    """When the next contact and the next visit are due."""

    _inherit = "crm.customer.status"

    def _prepare_next_due(self):
        """Return {status: (next contact, next visit)}, dates or ``False`` without a frequency."""
        calendars = self._prepare_open_days()
        return {
            status: tuple(
                status._get_next_due(rhythm, *calendars[status]) for rhythm in ("contact", "visit")
            )
            for status in self
        }

    def _get_next_due(self, rhythm, zone, is_open):
        frequency = self._get_frequency(rhythm)
        if frequency is None:
            return False
        last = self[f"last_{rhythm}_on"]
        day = last.replace(tzinfo=UTC).astimezone(zone).date() if last else None
        least, largest = self._get_gaps(rhythm)
        return next_due(Rhythm(frequency, least, largest), day, self.customer_since, is_open)

    # ------------------------------------------------------------------ working days

    def _prepare_open_days(self):
        """Return {status: (time zone, function that tells whether a day is open)}.

        Open is a working day of the main responsible (without one: of the company) on which
        the customer receives.
        """
        # sudo: working hours of colleagues and companies, of which only days come out
        statuses = self.sudo()
        keys = {status: status._get_calendar_key() for status in statuses}
        working = {
            key: (ZoneInfo(key[1]), self._make_working_days(*key)) for key in set(keys.values())
        }
        return {
            status.with_env(self.env): (working[key][0], status._restrict(working[key][1]))
            for status, key in keys.items()
        }

    def _get_calendar_key(self):
        person = self.partner_id.user_id
        company = self.partner_id.company_id or person.company_id or self.env.company
        calendar = (person.resource_calendar_id if person else None) or company.resource_calendar_id
        return calendar, company._get_time_zone(), company

    def _make_working_days(self, calendar, _zone, company):
        """Return a function that tells whether a day is worked by a calendar, holidays aside."""
        worked = {int(line.dayofweek) for line in calendar.attendance_ids} or set(range(7))
        closed = self._read_holidays(calendar, company)
        return lambda day: day.weekday() in worked and day not in closed

    def _read_holidays(self, calendar, company):
        now = self.env.cr.now()
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("calendar_id", "in", [False, calendar.id]),
                    ("company_id", "in", [False, company.id]),
                    ("date_to", ">=", now - _HORIZON),
                    ("date_from", "<=", now + _HORIZON),
                ]
            )
        )
        zone = ZoneInfo(company._get_time_zone())
        return {day for leave in leaves for day in _whole_days(leave, zone)}

    def _restrict(self, is_worked):
        """Return the test of a working day on which this customer receives as well."""
        days = [self[f"is_open_{day}"] for day in WEEKDAYS]
        if all(days):
            return is_worked
        return lambda day: days[day.weekday()] and is_worked(day)


def _whole_days(leave, zone):
    """Return the days that a leave covers until evening; half a day is no holiday."""
    start = leave.date_from.replace(tzinfo=UTC).astimezone(zone)
    end = leave.date_to.replace(tzinfo=UTC).astimezone(zone)
    day, days = start.date(), []
    while day <= end.date():
        noon = datetime.combine(day, time(9), tzinfo=zone)
        evening = datetime.combine(day, time(17), tzinfo=zone)
        if start <= noon and end >= evening:
            days.append(day)
        day += timedelta(days=1)
    return days
