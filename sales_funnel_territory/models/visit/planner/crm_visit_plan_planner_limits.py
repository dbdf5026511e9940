from contextlib import suppress

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.cadence import Frequency
from ....planning.visits.slots.gap_check import Gaps, gap_breaches
from ....tools.day_words import date_words
from ..crm_visit import OPEN_STATES

COUNTING = (*OPEN_STATES, "under_way", "done")


class CrmVisitPlan(models.Model):
    """Limits that reach beyond the day a visit is held over: gaps, hours of funnel work, now."""

    _inherit = "crm.visit.plan"

    @api.model
    def _planner_is_over(self, drag, start):
        """Return why a visit cannot begin at a time of today, one sentence, or nothing."""
        today, now = drag.frame.to_local(fields.Datetime.now())
        if drag.day > today or start >= now:
            return ""
        return self.env._("This hour is over. Choose a later one, or another day.")

    @api.model
    def _planner_wider_breaches(self, drag):
        """Return sentences on gaps and hours that hold now and would not hold then."""
        return [*self._planner_gap_words(drag), *self._planner_funnel_words(drag)]

    # ------------------------------------------------------------------ gaps

    @api.model
    def _planner_gap_words(self, drag):
        gaps = self._planner_gaps(drag)
        if not gaps or drag.visit.origin == "funnel":
            return []
        today = drag.frame.to_local(fields.Datetime.now())[0]
        known = {}
        if drag.visit.start:
            day = drag.frame.to_local(drag.visit.start)[0]
            found = gap_breaches(day, *self._planner_neighbours(drag, day), gaps)
            known = {(one.limit, one.other): one.excess for one in found}
        breaches = gap_breaches(drag.day, *self._planner_neighbours(drag, drag.day), gaps)
        return [
            self._planner_say_gap(one, gaps)
            for one in breaches
            if one.excess > known.get((one.limit, one.other), 0)
            and not self._planner_is_overdue(one, today, gaps)
        ]

    @api.model
    def _planner_is_overdue(self, breach, today, gaps):
        """Tell whether a gap is too long on every day from now on."""
        is_before = breach.other <= today
        return breach.limit == "far" and is_before and (today - breach.other).days > gaps.range[1]

    @api.model
    def _planner_gaps(self, drag):
        """Return how far apart the customer's visits are wanted, or nothing."""
        status = drag.partner.customer_status_id
        own = status if status.visit_number else status.class_id
        factor = drag.plan.interval_factor or 1.0
        if own.visit_number:
            with suppress(ValueError):  # impossible anyway: planning tells so
                usual = Frequency(own.visit_number, own.visit_unit).gap() * factor
                largest = round(status.visit_largest_gap * factor)
                return Gaps(usual, status.visit_least_gap or None, largest or None)
        return None

    @api.model
    def _planner_neighbours(self, drag, day):
        """Return the days of the customer's visits before and after a day, whoever pays them."""
        # sudo: of a colleague's visit only its day comes out
        Visit = self.env["crm.visit"].sudo()
        others = (
            Domain("partner_id", "=", drag.partner.id)
            & Domain("id", "!=", drag.visit.id)
            & Domain("state", "in", COUNTING)
            & Domain("origin", "!=", "funnel")
        )
        end = drag.frame.to_utc(day, 24 * 60)
        before = Visit.search(others & Domain("start", "<", end), order="start desc", limit=1)
        after = Visit.search(others & Domain("start", ">=", end), order="start", limit=1)
        last = drag.partner.customer_status_id.last_visit_on
        past = [one for one in (before.start, last) if one and one < end]
        return (
            drag.frame.to_local(max(past))[0] if past else None,
            drag.frame.to_local(after.start)[0] if after else None,
        )

    @api.model
    def _planner_say_gap(self, breach, gaps):
        values = {
            "days": breach.days,
            "other": date_words(self.env, breach.other, "EEE d MMM"),
            "usual": round(gaps.usual),
        }
        if breach.limit == "near":
            return self.env._(
                "Only %(days)s days from his visit of %(other)s, usually %(usual)s.", **values
            )
        return self.env._("%(days)s days from his visit of %(other)s, usually %(usual)s.", **values)

    # ------------------------------------------------------------------ funnel work

    @api.model
    def _planner_funnel_words(self, drag):
        if drag.visit.origin != "funnel" or not drag.plan:
            return []
        week = self._planner_frame(drag.frame.user, drag.day)
        start, end = week.moments
        if drag.visit.start and start <= drag.visit.start < end:
            return []  # its hours count in this week already
        hours = self.env["crm.visit"]._read_group(
            Domain("user_id", "=", drag.frame.user.id)
            & Domain("origin", "=", "funnel")
            & Domain("state", "in", COUNTING)
            & Domain("start", ">=", start)
            & Domain("start", "<", end),
            [],
            ["duration:sum"],
        )[0][0]
        over = (hours or 0) + drag.visit.duration - drag.plan.funnel_hours
        if over <= 0:
            return []
        return [
            self.env._(
                "%(time)s more for opportunities than wanted in this week.",
                time=self._planner_duration(round(over * 3600)),
            )
        ]
