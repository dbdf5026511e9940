from datetime import timedelta
from functools import partial
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from ....planning.visits.day.even_times import STEP
from ....planning.visits.due.agenda import Wishes, clock_time, spans_by_day, work_days
from ....planning.visits.problem import Span


class FixedTime(NamedTuple):
    """What is agreed on and stays: ``id`` of the visit, or minus the id of the event."""

    id: int
    customer_id: int
    day: fields.Date
    span: Span


class CrmVisitPlan(models.Model):
    """The days a person has for visits, from what Odoo knows of his hours."""

    _inherit = "crm.visit.plan"

    def _get_first_day(self):
        """Return the first day that can still be planned: nobody plans yesterday."""
        today = self.user_id._get_today()
        if self.date_to < today:
            raise UserError(
                self.env._(
                    "%(plan)s: its last day, %(day)s, is over. Make a plan for days to come.",
                    plan=self.display_name,
                    day=self.date_to,
                )
            )
        return max(self.date_from, today)

    def _prepare_wishes(self):
        return Wishes(
            free_half_days=max(0, self.free_half_days),
            longest=round(self.longest_day * 3600) if self.longest_day > 0 else None,
            most_visits=self.most_visits if self.most_visits > 0 else None,
        )

    def _prepare_days(self, first, places, meetings, fixed):
        """Return the person's days in the field, as `_prepare_calendar` does."""
        return self._prepare_calendar(first, places, meetings, fixed)(self._prepare_wishes())

    def _prepare_calendar(self, first, places, meetings, fixed):
        """Return a function: wishes -> the person's days in the field.

        :param places: table of places, into which start and end places go
        :param meetings: of the person's calendar
        :param fixed: FixedTime of what is agreed on
        """
        zone = self.user_id._get_clock()
        # an appointment takes its time of its first day itself
        own = [one for one in meetings if not one.customer_id or _is_longer(one, zone)]
        busy = spans_by_day([(one.start, one.stop) for one in own], zone)
        for day, spans in self._read_companion_times(first).items():
            busy.setdefault(day, []).extend(spans)
        agreed = {}
        for one in fixed:
            agreed.setdefault(one.day, []).append(one.span)
        working = self._leave_out_past(self.user_id._read_working_hours(first, self.date_to), zone)
        ends = self._prepare_ends(places)
        return partial(work_days, working, busy, ends, fixed=agreed)

    def _leave_out_past(self, working, zone):
        """Return working hours of which today's begin now."""
        today, now = clock_time(fields.Datetime.now(), zone)
        begins = -(-now // STEP) * STEP
        rest = [
            Span(max(span.start, begins), span.end)
            for span in working.get(today, ())
            if span.end > begins
        ]
        return {**working, today: rest} if today in working else working

    def _read_companion_times(self, first):
        """Return the times at which the person goes along with a colleague."""
        zone = self.user_id._get_clock()
        # sudo: of a colleague's visits only the times come out
        visits = self.env["crm.visit"].sudo()
        start, end = fields.Datetime.to_datetime(first), fields.Datetime.to_datetime(self.date_to)
        along = visits.search(
            [
                ("companion_ids", "in", self.user_id.ids),
                ("start", ">=", start - timedelta(days=1)),
                ("start", "<=", end + timedelta(days=2)),
                ("state", "in", ("planned", "confirmed", "under_way")),
            ]
        )
        return spans_by_day([(one.start, one.stop) for one in along], zone)

    # ------------------------------------------------------------------ where a day begins

    def _get_ends(self, day=None):
        """Return the partners from whom a day starts and to whom it leads back."""
        return self._get_day_ends(self.user_id, day)

    def _prepare_ends(self, places):
        """Return a function: day -> rows of the places where it begins and ends."""
        rows = {}

        def ends(day):
            partners = self._get_ends(day)
            if partners not in rows:
                rows[partners] = _get_rows(places, *partners)
            return rows[partners]

        return ends


def _is_longer(meeting, zone):
    """Tell whether a meeting goes on for days."""
    return clock_time(meeting.start, zone)[0] < clock_time(meeting.stop, zone)[0]


def _get_rows(places, start, end):
    """Return the rows where a day begins and ends, amid all others for want of a better."""
    # sudo: where a colleague lives is not shown, only travelled from
    begins, leads_to = places.add(start.sudo()), places.add(end.sudo())
    if begins is None:
        begins = leads_to if leads_to is not None else places.add_middle()
    return begins, begins if leads_to is None else leads_to
