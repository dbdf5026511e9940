from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain

from ....planning.visits.day.even_times import in_steps
from ....planning.visits.due.agenda import clock_time
from ....planning.visits.due.assembly import assemble
from ....planning.visits.due.deal_spans import DEAL_DAYS, deal_spans
from ....planning.visits.due.demand import Appointment, Deal, Demand, Single
from ....planning.visits.due.opening import Hours
from ....planning.visits.problem import DAY_SECONDS, Span
from ...customer.crm_customer_contact import VISITS
from ..crm_visit import OPEN_STATES
from .crm_visit_plan_days import FixedTime
from .places import PlaceTable

LEAST_GAIN = 5.0
MINUTE = 60
ANY_TIME = Hours()


class Gathered(NamedTuple):
    """Everything a plan is made of, and facts on what is not as it should be."""

    demand: Demand
    remarks: list


class CrmVisitPlan(models.Model):
    """Everything that asks for a person's time in a period, in bulk."""

    _inherit = "crm.visit.plan"

    def _prepare_problem(self):
        """Return (Assembled, facts on what is not as it should be)."""
        gathered = self._gather()
        return self._leave_out(assemble(gathered.demand)), gathered.remarks

    def _gather(self):
        """Return what the plan is made of: a constant number of queries for any number of
        customers.
        """
        self.ensure_one()
        first = self._get_first_day()
        self._locate_starts()
        statuses = self._find_customers()
        hours = statuses._prepare_visiting_hours(first, self.date_to)
        by_customer = {status.partner_id.id: status for status in statuses}
        visits = self._find_visits(statuses)
        fixed, to_plan, agreed = self._sort_visits(visits, first)
        meetings = self.user_id._read_meetings(first, self.date_to)
        times = self._prepare_fixed(fixed, meetings, first)
        places = PlaceTable()
        customers = self._prepare_customers(statuses, places, hours, agreed)
        singles = [
            self._prepare_single(visit, first, places, by_customer, hours) for visit in to_plan
        ]
        deals = self._prepare_deals(first, places, by_customer, hours)
        appointments = [self._prepare_appointment(one, places) for one in times]
        days = self._prepare_days(first, places, meetings, times)
        matrix = self.env["crm.travel"]._matrix(places.points, company=self.company_id)
        demand = Demand(
            first=first,
            last=self.date_to,
            days=days,
            seconds=in_steps(matrix.seconds, MINUTE),
            metres=matrix.metres,
            customers=customers,
            appointments=appointments,
            singles=singles,
            deals=deals,
            funnel_hours=max(0.0, self.funnel_hours),
        )
        return Gathered(demand, self._find_remarks(demand, matrix, statuses))

    # ------------------------------------------------------------------ what is agreed on

    def _prepare_fixed(self, visits, meetings, first):
        """Return the times that are agreed on: frozen and confirmed visits, customers' meetings."""
        zone = self.user_id._get_clock()
        times = [(one.id, one.partner_id.id, one.start, one.stop) for one in visits]
        times += [
            (-one.id, one.customer_id, one.start, one.stop) for one in meetings if one.customer_id
        ]
        found, now = [], fields.Datetime.now()
        for key, customer, start, stop in times:
            if stop <= now:
                continue  # is over: no hour of it is left to plan
            (day, begin), (last, end) = clock_time(start, zone), clock_time(stop, zone)
            if first <= day <= self.date_to:
                span = Span(begin, end if last == day else DAY_SECONDS)
                found.append(FixedTime(key, customer or 0, day, span))
        return found

    def _prepare_appointment(self, one, places):
        # sudo: where somebody is met; only travel times come out
        customer = self.env["res.partner"].sudo().browse(one.customer_id)
        place = places.add(customer) if customer else None
        return Appointment(one.id, one.customer_id, place, one.day, one.span.start, one.span.end)

    # ------------------------------------------------------------------ single visits

    def _prepare_single(self, visit, first, places, statuses, hours):
        """Return a visit that is due within some days: of a route, a plan above, or by hand."""
        zone = self.user_id._get_clock()
        start, end = visit._get_wide_window()
        begins, ends = max(start, first), min(end, self.date_to)
        if ends < begins:  # its time has passed: still due, and now late
            begins, ends = first, self.date_to
        current = clock_time(visit.start, zone) if visit.start else None
        target = current[0] if current else visit.target_on
        status = statuses.get(visit.partner_id.id)
        return Single(
            id=visit.id,
            customer=visit.partner_id.id,
            place=places.add(visit.partner_id),
            minutes=visit.duration * 60,
            first=begins,
            last=ends,
            target=min(max(target, begins), ends) if target else None,
            origin=visit.origin,
            hours=hours.get(status, ANY_TIME),
            current=current,
        )

    # ------------------------------------------------------------------ opportunities

    def _prepare_deals(self, first, places, statuses, hours):
        """Return visits that would move opportunities on: one every four weeks for a customer,
        about all of his.
        """
        leads = self._find_deals()
        known = self._find_deal_days(leads, first)
        gains = self._get_gains(leads)
        found = []
        for customer, own in leads.grouped(get_deal_customer).items():
            status = statuses.get(customer.id)
            values = {
                "customer": customer.id,
                "place": self._add_place(places, own[:1].partner_id, customer),
                "minutes": self._get_minutes(status or self.env["crm.customer.status"]),
                "hours": hours.get(status, ANY_TIME),
                **self._get_deal_value(own, gains, first),
            }
            closing = values["closing"]
            last = closing if closing and first <= closing < self.date_to else self.date_to
            found += [
                Deal(id=own[0].id, first=begins, last=ends, **values)
                for begins, ends in deal_spans(first, last, known[customer])
            ]
        return found

    def _add_place(self, places, *partners):
        """Return the row of the first of these partners who stands on the map."""
        rows = (places.add(partner) for partner in partners)
        return next((row for row in rows if row is not None), None)

    def _get_deal_value(self, leads, gains, day):
        """Return what the next step of all these opportunities brings, and by when."""
        company = self.company_id
        gained = sum(
            lead.company_currency._convert(
                lead.expected_revenue * gains[lead] / 100, company.currency_id, company, day
            )
            for lead in leads
        )
        closing = [lead.date_deadline for lead in leads if lead.date_deadline]
        return {"amount": gained, "gain": 1.0, "closing": min(closing, default=None)}

    def _find_deal_days(self, leads, first):
        """Return {customer: days on which one of these opportunities, or another one that the
        person has with him, is or was visited by whomever}.
        """
        near = timedelta(days=DEAL_DAYS)
        customers = get_deal_customer(leads)
        about = Domain("user_id", "=", self.user_id.id)
        about &= Domain("partner_id.commercial_partner_id", "in", customers.ids)
        # sudo: a colleague's visit counts, whoever may see it
        visits = (
            self.env["crm.visit"]
            .sudo()
            .search(
                Domain("opportunity_ids", "any", about)
                & Domain("state", "in", (*OPEN_STATES, "under_way", "done"))
                & Domain("window_from", "<=", self.date_to + near)
                & Domain("window_to", ">=", first - near)
            )
        )
        found = defaultdict(set)
        for visit in visits:
            if not self._is_own_draft(visit):
                day = visit._get_day() if visit.start else visit.target_on or visit.window_from
                for customer in get_deal_customer(visit.opportunity_ids):
                    found[customer].add(day)
        return found

    def _find_deals(self):
        """Return the opportunities whose next step is a visit: beyond the first contact, or with
        a meeting among their activities.
        """
        meeting = Domain("activity_type_id.category", "=", "meeting") | Domain(
            "activity_type_id.contact_kind", "in", VISITS
        )
        return self.env["crm.lead"].search(
            Domain("type", "=", "opportunity")
            & Domain("user_id", "=", self.user_id.id)
            & Domain("partner_id", "!=", False)
            & Domain("won_status", "=", "pending")
            & Domain("company_id", "in", [False, self.company_id.id])
            & (
                Domain("stage_id.funnel_position", "in", ("in", "best_few"))
                | Domain("activity_ids", "any", meeting)
            ),
            order="id",
        )

    def _get_gains(self, leads):
        """Return {lead: how much more likely its next step makes it, in percent}."""
        stages = self.env["crm.stage"].search([], order="sequence, id")
        gains = {}
        for lead in leads:
            later = (
                stage
                for stage in stages
                if stage.sequence > lead.stage_id.sequence
                and (not stage.team_ids or lead.team_id in stage.team_ids)
            )
            following = next(later, None)
            gain = following.probability - lead.probability if following else 0.0
            gains[lead] = max(LEAST_GAIN, min(gain, 100.0))
        return gains


def get_deal_customer(leads):
    """Return the customer behind an opportunity, or those behind several."""
    return leads.partner_id.commercial_partner_id
