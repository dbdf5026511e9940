from odoo import models
from odoo.tools import format_date, format_datetime

from ....tools.one_line import one_line
from ..crm_visit import OPEN_STATES


class CrmVisitShortfall(models.Model):
    """Why a visit has no place, with the value that is to be put right; and a visit made after all.

    What is told is what holds as it is read: an address that was entered meanwhile, the hours of
    today.
    """

    _inherit = "crm.visit.shortfall"

    def _get_fact(self):
        """Return what stands in the way, with its value, in a sentence.

        >>> shortfall._get_fact()
        "Receives: any day 10:00-10:30; the visit takes 60 minutes."
        """
        tell = getattr(self, f"_tell_{self.cause}", None)
        return tell(self.partner_id._filtered_access("read")) if tell else super()._get_fact()

    def _tell_no_place(self, customer):
        address = one_line(customer._display_address(without_company=True)) if customer else ""
        if not address:
            return self.env._("No address is known.")
        return self.env._("Not on the map: %(address)s.", address=address)

    def _tell_frequency(self, customer):
        status = customer.customer_status_id
        own = status if status.visit_number else status.class_id
        if not own.visit_number:
            return ""
        words = status._get_frequency_words(own.visit_unit, own.visit_number)
        return self.env._("Wanted: %(frequency)s.", frequency=words)

    def _tell_closed(self, customer):
        days = customer.customer_status_id.open_days
        return self.env._("Receives: %(days)s.", days=days) if days else ""

    def _tell_window(self, customer):
        days = customer.customer_status_id.open_days
        return days and self.env._(
            "Receives: %(days)s; the visit takes %(minutes)s minutes.",
            days=days,
            minutes=round(self.duration * 60),
        )

    def _tell_no_hours(self, _customer):
        visit = self.visit_id._filtered_access("read")
        if visit.start:
            when = self._say(visit.start)
            return self.env._("Outside of the working hours: %(when)s.", when=when)
        return visit and self.env._(
            "May take place from %(first)s to %(last)s.",
            first=format_date(self.env, visit.window_from),
            last=format_date(self.env, visit.window_to or visit.window_from),
        )

    def _tell_too_far(self, _customer):
        hours = self.plan_id.longest_day
        if hours <= 0:
            return ""
        return self.env._("The longest day is %(hours)s hours.", hours=f"{hours:g}")

    def _tell_clash(self, _customer):
        other = self.other_visit_id._filtered_access("read")
        if not other.start:
            return ""
        return self.env._(
            "In its way: %(visit)s, %(when)s.",
            visit=other.display_name,
            when=self._say(other.start),
        )

    def _say(self, moment):
        return format_datetime(self.env, moment, dt_format="short")

    # ------------------------------------------------------------------ made after all

    def _find_waiting_for(self, visits):
        """Return those without a visit of these visits' customers, the longest due first."""
        return self.search(
            [
                ("visit_id", "=", False),
                ("partner_id", "in", visits.partner_id.ids),
                ("plan_id.user_id", "in", visits.user_id.ids),
                ("plan_id.date_to", ">=", min(visits.mapped("window_from"))),
            ],
            order="due_on, id",
        )

    def _is_met_by(self, visit):
        """Tell whether a visit is the one that was missing in a plan."""
        plan, day = self.plan_id, visit._get_day()
        is_its = not self.visit_id and self.partner_id == visit.partner_id
        return is_its and plan.user_id == visit.user_id and plan.date_from <= day <= plan.date_to

    def _take(self, visits):
        """Note whose place these visits take: one in each plan of their days."""
        open_visits = visits.filtered(lambda one: one.partner_id and one.state in OPEN_STATES)
        waiting = self._find_waiting_for(open_visits) if open_visits else self
        for visit in open_visits if waiting else ():
            own = waiting.filtered(lambda one, visit=visit: one._is_met_by(visit))
            for rows in own.grouped("plan_id").values():
                rows[0].visit_id = visit
