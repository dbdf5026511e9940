from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import SQL, ormcache, split_every

from ...planning.cadence import Frequency, Rhythm, next_due
from .crm_customer_status import WEEKDAYS

_HORIZON = timedelta(days=800)
_BATCH = 20_000


class RhythmRow(NamedTuple):
    """A rhythm as it is in force for a customer, and when it last took place (UTC)."""

    number: int
    unit: str
    least_gap: int | None
    largest_gap: int | None
    last: datetime | None


class CrmCustomerStatus(models.Model):
    """When the next contact and the next visit are due."""

    _inherit = "crm.customer.status"

    # ------------------------------------------------------------------ one by one, by the ORM

    def _prepare_next_due(self):
        """Return {status: (next contact, next visit)}, dates or ``False`` without a frequency."""
        due = {}
        for status in self:
            person = status.partner_id.user_id
            company = status.partner_id.company_id or person.company_id
            rows = [status._get_rhythm_row(rhythm) for rhythm in ("contact", "visit")]
            open_days = tuple(bool(status[f"is_open_{day}"]) for day in WEEKDAYS)
            place = (person.id or 0, company.id or 0, open_days)
            due[status] = self._decide_due(status.customer_since, place, rows)
        return due

    def _get_rhythm_row(self, rhythm):
        frequency = self._get_frequency(rhythm)
        if frequency is None:
            return None
        least, largest = self._get_gaps(rhythm)
        last = self[f"last_{rhythm}_on"] or None
        return RhythmRow(frequency.number, frequency.unit, least, largest, last)

    @api.model
    def _decide_due(self, since, place, rows):
        """Return the due dates of a customer's rhythms.

        :param since: day since which he is a customer
        :param place: (user id or 0, company id or 0, seven flags: days on which he receives)
        :param rows: RhythmRow or ``None`` for each rhythm
        """
        zone, is_open = self._get_calendar(*place)
        return tuple(
            next_due(
                Rhythm(Frequency(row.number, row.unit), row.least_gap, row.largest_gap),
                row.last.replace(tzinfo=UTC).astimezone(zone).date() if row.last else None,
                since,
                is_open,
            )
            if row
            else False
            for row in rows
        )

    # ------------------------------------------------------------------ working days

    @api.model
    @ormcache("user_id", "company_id", "open_days")
    def _get_calendar(self, user_id, company_id, open_days):
        """Return (time zone, function that tells whether a day is open).

        Open is a working day of the main responsible (without one: of the company) on which
        the customer receives. Cached: it changes a few times a year.
        """
        # sudo: working hours of colleagues and companies, of which only days come out
        person = self.env["res.users"].sudo().browse(user_id)
        company = self.env["res.company"].sudo().browse(company_id or self.env.company.id)
        calendar = (user_id and person.resource_calendar_id) or company.resource_calendar_id
        zone = ZoneInfo(company._get_time_zone())
        worked = {int(line.dayofweek) for line in calendar.attendance_ids} or set(range(7))
        days = frozenset(day for day in worked if open_days[day]) or frozenset(
            day for day in range(7) if open_days[day]
        )
        closed = frozenset(self._read_holidays(calendar, company, zone))
        return zone, lambda day: day.weekday() in days and day not in closed

    @api.model
    def _read_holidays(self, calendar, company, zone):
        now = self.env.cr.now()
        # sudo: holidays are everybody's
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
        return [day for leave in leaves for day in _whole_days(leave, zone)]

    # ------------------------------------------------------------------ in bulk, by SQL

    @api.model
    def _refresh_due(self, status_ids=None):
        """Decide anew what is due (calendars change, and SQL moves contacts).

        :param status_ids: only these (default: all active ones)
        :return: how many have changed
        """
        self.flush_model()
        self.env["crm.customer.class"].flush_model()
        self.env["res.partner"].flush_model(["user_id", "company_id"])
        changed = 0
        for rows in split_every(_BATCH, self._read_due_inputs(status_ids), list):
            changed += self._write_due({row[0]: self._decide_row(*row[1:]) for row in rows})
        self.invalidate_model(["next_contact_due", "next_visit_due"])
        return changed

    @api.model
    def _decide_row(self, since, user_id, company_id, *rest):
        open_days, rhythms = tuple(rest[:7]), (rest[7:12], rest[12:17])
        rows = [RhythmRow(*values) if values[0] else None for values in rhythms]
        return self._decide_due(since, (user_id, company_id, open_days), rows)

    @api.model
    def _read_due_inputs(self, status_ids):
        """Return (id, since, user, company, seven open days, contact row, visit row) of each."""
        scope = (
            SQL("status.active")
            if status_ids is None
            else SQL("status.id = ANY(%s)", list(status_ids))
        )
        return self.env.execute_query(
            SQL(
                """SELECT status.id, %s
                FROM crm_customer_status AS status
                JOIN res_partner AS customer ON customer.id = status.partner_id
                LEFT JOIN res_users AS person ON person.id = customer.user_id
                LEFT JOIN crm_customer_class AS class ON class.id = status.class_id
                WHERE %s""",
                self._due_columns_sql(),
                scope,
            )
        )

    @api.model
    def _due_columns_sql(self):
        columns = [
            SQL("status.customer_since"),
            SQL("COALESCE(customer.user_id, 0)"),
            SQL("COALESCE(customer.company_id, person.company_id, 0)"),
            *(
                SQL("COALESCE(%s, FALSE)", SQL.identifier("status", f"is_open_{day}"))
                for day in WEEKDAYS
            ),
        ]
        for rhythm in ("contact", "visit"):
            own = SQL.identifier("status", f"{rhythm}_number")
            columns += [
                SQL(
                    "CASE WHEN %s > 0 THEN %s ELSE %s END",
                    own,
                    SQL.identifier("status", f"{rhythm}_{part}"),
                    SQL.identifier("class", f"{rhythm}_{part}"),
                )
                for part in ("number", "unit")
            ]
            columns += [
                SQL("NULLIF(%s, 0)", SQL.identifier("status", f"{rhythm}_least_gap")),
                SQL("NULLIF(%s, 0)", SQL.identifier("status", f"{rhythm}_largest_gap")),
                SQL.identifier("status", f"last_{rhythm}_on"),
            ]
        return SQL(", ").join(columns)

    @api.model
    def _write_due(self, due):
        """Write due dates where they differ, in one statement; return how many."""
        contacts, visits = zip(*due.values(), strict=True) if due else ((), ())
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status AS status
                SET next_contact_due = new.contact, next_visit_due = new.visit
                FROM unnest(%s::int[], %s::date[], %s::date[]) AS new(id, contact, visit)
                WHERE new.id = status.id
                  AND (status.next_contact_due IS DISTINCT FROM new.contact
                    OR status.next_visit_due IS DISTINCT FROM new.visit)""",
                list(due),
                [day or None for day in contacts],
                [day or None for day in visits],
            )
        )
        return self.env.cr.rowcount


def _whole_days(leave, zone):
    """Return the days that a leave covers until evening; half a day is no holiday."""
    start = leave.date_from.replace(tzinfo=UTC).astimezone(zone)
    end = leave.date_to.replace(tzinfo=UTC).astimezone(zone)
    day, days = start.date(), []
    while day <= end.date():
        morning = datetime.combine(day, time(9), tzinfo=zone)
        evening = datetime.combine(day, time(17), tzinfo=zone)
        if start <= morning and end >= evening:
            days.append(day)
        day += timedelta(days=1)
    return days
