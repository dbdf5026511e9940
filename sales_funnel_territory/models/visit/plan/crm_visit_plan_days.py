from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

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
        today = clock_time(self.env.cr.now(), self.user_id._get_clock())[0]
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
        """Return the person's days in the field.

        :param places: table of places, into which start and end places go
        :param meetings: of the person's calendar
        :param fixed: FixedTime of what is agreed on
        """
        zone = self.user_id._get_clock()
        own = [one for one in meetings if not one.customer_id]
        busy = spans_by_day([(one.start, one.stop) for one in own], zone)
        for day, spans in self._read_companion_times(first).items():
            busy.setdefault(day, []).extend(spans)
        agreed = {}
        for one in fixed:
            agreed.setdefault(one.day, []).append(one.span)
        working = self.user_id._read_working_hours(first, self.date_to)
        ends = self._prepare_ends(places)
        return work_days(working, busy, ends, self._prepare_wishes(), agreed)

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

    def _get_ends(self):
        """Return the partners from whom a day starts and to whom it leads back."""
        # sudo: where a colleague lives is not shown, only travelled from
        own = self.user_id.sudo()._get_start_place()
        start = self.start_partner_id or own
        return start, self.end_partner_id or start

    def _prepare_ends(self, places):
        """Return a function: day -> rows of the places where it begins and ends."""
        start, end = (places.add(one.sudo()) for one in self._get_ends())  # sudo: as above
        if start is None:
            start = end if end is not None else places.add_middle()
        if end is None:
            end = start
        return lambda _day: (start, end)
