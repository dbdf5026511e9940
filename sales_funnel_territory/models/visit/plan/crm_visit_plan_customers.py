from collections import defaultdict
from contextlib import suppress

from odoo import fields, models
from odoo.fields import Domain

from ....planning.cadence import Frequency
from ....planning.visits.due.agenda import clock_time
from ....planning.visits.due.demand import Customer

# The best class first. Even the last one is worth a day's drive where there is room for it: a
# customer far away must not be left out to save the way.
PRIORITIES = (3.0, 2.6, 2.3, 2.0)


class CrmVisitPlan(models.Model):
    """Whom a plan has to serve, and how often."""

    _inherit = "crm.visit.plan"

    def _find_customers(self):
        """Return the statuses of the customers this person visits."""
        people = self.user_id | self.standing_in_ids
        return self.env["crm.customer.status"].search(
            Domain("partner_id.user_id", "in", people.ids)
            & Domain("partner_id.company_id", "in", [False, self.company_id.id])
        )

    def _prepare_customers(self, statuses, places, hours, agreed):
        """Return those customers who are visited in a rhythm.

        :param hours: {status: Hours}
        :param agreed: {customer id: days of visits that stand elsewhere}
        """
        zone = self.user_id._get_clock()
        priorities = self._get_priorities()
        since = self._get_first_plan_day()
        found = []
        for status in statuses:
            own = status if status.visit_number else status.class_id
            if not own.visit_number:
                continue
            last = status.last_visit_on
            found.append(
                Customer(
                    id=status.partner_id.id,
                    place=places.add(status.partner_id),
                    minutes=self._get_minutes(status),
                    **self._get_rhythm(own),
                    least_gap=status.visit_least_gap or None,
                    largest_gap=self._stretch(status.visit_largest_gap) or None,
                    last=clock_time(last, zone)[0] if last else None,
                    since=max(since, status.customer_since) if since else None,
                    planned=tuple(sorted(agreed.get(status.partner_id.id, ()))),
                    priority=priorities.get(status.class_id.id, PRIORITIES[-1]),
                    hours=hours[status],
                )
            )
        return found

    def _get_rhythm(self, own):
        """Return number and unit of a visit frequency, as far apart as this plan wants them."""
        number, unit = own.visit_number, own.visit_unit
        if self.interval_factor > 1:
            with suppress(ValueError):  # impossible anyway: planning tells so
                number, unit = self._stretch(Frequency(number, unit).gap()), "day"
        return {"number": number, "unit": unit}

    def _stretch(self, days):
        return round(days * self.interval_factor)

    def _get_minutes(self, status):
        """Return how long a visit of a customer takes: his own minutes, his class's, the usual."""
        return (
            status.visit_minutes
            or status.class_id.visit_minutes
            or self.company_id.usual_visit_minutes
        )

    def _get_priorities(self):
        classes = self.env["crm.customer.class"].search([])
        return dict(zip(classes.ids, PRIORITIES, strict=False))

    def _get_first_plan_day(self):
        """Return the first day this person has ever planned for, before this plan."""
        first = self._read_group(
            Domain("user_id", "=", self.user_id.id)
            & Domain("id", "!=", self.id)
            & Domain("date_from", "<", self.date_from),
            [],
            ["date_from:min"],
        )[0][0]
        return first or None

    # ------------------------------------------------------------------ visits that are there

    def _find_visits(self, statuses):
        """Return all visits ahead that this plan has to know: the person's and his customers'."""
        # sudo: a colleague's visit to a customer counts, whoever may see it
        return (
            self.env["crm.visit"]
            .sudo()
            .search(
                Domain("state", "in", ("proposed", "planned", "confirmed", "under_way"))
                & (
                    Domain("user_id", "=", self.user_id.id)
                    | Domain("partner_id", "in", statuses.partner_id.ids)
                )
            )
        )

    def _sort_visits(self, visits, first):
        """Return (fixed visits, visits to plan, days agreed elsewhere by customer)."""
        zone, now = self.user_id._get_clock(), fields.Datetime.now()
        fixed, to_plan, agreed = self.env["crm.visit"], self.env["crm.visit"], defaultdict(set)
        for visit in visits:
            day = clock_time(visit.start, zone)[0] if visit.start else None
            is_over = bool(visit.stop) and visit.stop <= now
            if self._is_own_draft(visit) and not is_over:
                continue
            if is_over and visit.partner_id:
                agreed[visit.partner_id.id].add(day)
            elif visit.user_id == self.user_id and self._is_fixed(visit, day, first):
                fixed |= visit
            elif visit.user_id == self.user_id and self._is_to_plan(visit, day, first):
                to_plan |= visit
            elif visit.partner_id:
                agreed[visit.partner_id.id].add(day or visit.target_on or visit.window_from)
        return fixed, to_plan, agreed

    def _is_own_draft(self, visit):
        """Tell whether a visit comes from an earlier run of this plan, and is made anew."""
        return (
            visit.plan_id == self
            and visit.is_generated
            and not visit.upper_plan_id
            and not visit.is_frozen
            and visit.state in ("proposed", "planned")
        )

    def _is_fixed(self, visit, day, first):
        """Tell whether a visit stays where it is: frozen, agreed on, set by hand, published."""
        if not day or not first <= day <= self.date_to:
            return False
        if visit.is_frozen or visit.state in ("confirmed", "under_way") or not visit.partner_id:
            return True
        if visit.company_id != self.company_id:
            return True  # is that company's to plan
        if self.kind != "week":
            return True  # weeks and months do not move what has its time
        if not visit.plan_id:
            return visit.origin in ("manual", "appointment")
        return visit.plan_id != self and visit.plan_id.state in ("approved", "running")

    def _is_to_plan(self, visit, day, first):
        """Tell whether a visit without a firm time may be paid in this plan."""
        if day:
            return first <= day <= self.date_to
        if self._is_of_lower_plan(visit):
            return False
        last = visit.window_to or visit.window_from
        today = self.user_id._get_today()
        # what stands in a week to come is that week's, what is late is everybody's
        in_time = last >= first or last < today
        is_ours = visit.partner_id and visit.company_id == self.company_id
        return bool(is_ours) and visit.window_from <= self.date_to and in_time

    def _is_of_lower_plan(self, visit):
        """Tell whether a plan below this one has taken the visit on."""
        order = ("quarter", "month", "week")
        return (
            visit.plan_id
            and visit.plan_id != self
            and order.index(visit.plan_id.kind) >= order.index(self.kind)
        )
