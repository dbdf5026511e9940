from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.visits.due.reception import Closing, reception
from ....planning.visits.problem import Span
from ....tools.public_holidays import find_holidays
from ...customer.crm_customer_status import WEEKDAYS

_ALWAYS = (0.0, 24.0)


class CrmCustomerStatus(models.Model):
    """When a customer receives, day by day, and how long a visit takes: for plans, in bulk."""

    _inherit = "crm.customer.status"

    is_open_holidays = fields.Boolean(
        "Receives on Public Holidays", help="Of his country and state."
    )

    # ------------------------------------------------------------------ when he receives

    @api.model
    def _prepare_open_calendar(self, partners, first, last, company=None):
        """Return {partner: ``Reception``} for the days of a period.

        Customers with the same hours and the same closed days share one object.

        :param company: who says whether customers are closed on public holidays
        """
        # sudo: hours and closing days of customers whom the caller has read already
        partners = partners.sudo()
        statuses = self.sudo().search([("partner_id", "in", partners.ids)])
        by_partner = {status.partner_id: status for status in statuses}
        closings = self._read_closings(partners, first, last)
        has_holidays = (company or self.env.company).sudo().has_customer_holidays
        shared = {}
        result = {}
        for partner in partners:
            status = by_partner.get(partner, statuses.browse())
            closed = tuple(closings[partner.id])
            place = status._get_holiday_place(partner) if has_holidays else None
            key = (status._get_week_key(), closed, place)
            if key not in shared:
                shared[key] = self._prepare_reception(*key, (first, last))
            result[partner.sudo(False)] = shared[key]
        return result

    @api.model
    def _prepare_reception(self, week, closed, place, period):
        first, last = period
        holidays = find_holidays(*place, range(first.year, last.year + 1)) if place else {}
        return reception(_get_windows(week), closed, holidays, period)

    def _get_week_key(self):
        """Return what a week depends on; nothing where a customer receives always."""
        if not self:
            return None
        days = tuple(bool(self[f"is_open_{day}"]) for day in WEEKDAYS)
        hours = (self.hour_from, self.hour_to)
        return None if all(days) and hours == _ALWAYS else (days, hours)

    def _get_holiday_place(self, partner):
        """Return the codes of country and state, nothing where he receives on holidays."""
        if self.is_open_holidays:
            return None
        return partner.country_id.code or "", partner.state_id.code or ""

    @api.model
    def _read_closings(self, partners, first, last):
        # sudo: as above
        rows = (
            self.env["crm.customer.closing"]
            .sudo()
            .search_fetch(
                Domain("partner_id", "in", partners.ids)
                & Domain("date_from", "<=", last)
                & Domain("date_to", ">=", first),
                ["partner_id", "date_from", "date_to", "name"],
            )
        )
        closings = defaultdict(list)
        for row in rows:
            closing = Closing(row.date_from, row.date_to, row.name or "")
            closings[row.partner_id.id].append(closing)
        return closings

    @api.model
    def _prepare_usual_hours(self, partners):
        """Return {partner: the span of a day in which he receives}, where he says so."""
        # sudo: as above
        statuses = self.sudo().search([("partner_id", "in", partners.ids)])
        return {
            status.partner_id.sudo(False): Span(
                round(status.hour_from * 3600), round(status.hour_to * 3600)
            )
            for status in statuses
        }

    # ------------------------------------------------------------------ how long it takes

    @api.model
    def _prepare_visit_minutes(self, partners, company):
        """Return {partner: minutes of a visit}: his own, else his class's, else as usual."""
        # sudo: as above, and what the company reckons with is everybody's
        statuses = self.sudo().search([("partner_id", "in", partners.ids)])
        known = {
            status.partner_id.id: status.visit_minutes or status.class_id.visit_minutes
            for status in statuses
        }
        usual = company.sudo().usual_visit_minutes
        return {partner: known.get(partner.id) or usual for partner in partners}

    # ------------------------------------------------------------------ merge

    def _prepare_merged(self, others, owner):
        values = super()._prepare_merged(others, owner)
        values["is_open_holidays"] = any((self | others).mapped("is_open_holidays"))
        return values


def _get_windows(week):
    """Return windows by weekday as an engine reads them."""
    if week is None:
        return None
    days, (begin, end) = week
    span = (Span(round(begin * 3600), round(end * 3600)),)
    return {number: span for number, is_open in enumerate(days) if is_open}
