from collections import defaultdict

from odoo import api, models

from ....planning.visits.opening import Hours
from ....planning.visits.problem import Span
from ...customer.crm_customer_status import WEEKDAYS

PACKAGE = "holidays"
INSTALL = f"pip install {PACKAGE}"


class CrmCustomerStatus(models.Model):
    """When customers receive: weekdays, hours, and the holidays of their country."""

    _inherit = "crm.customer.status"

    def _prepare_visiting_hours(self, first, last):
        """Return {status: Hours} for the days from the first to the last one."""
        known, found = {}, {}
        for status in self:
            key = status._get_hours_key()
            if key not in known:
                windows, country, state = key
                closed = self._read_country_holidays(country, state, first, last)
                known[key] = Hours(_windows(windows), closed)
            found[status] = known[key]
        own = self._read_closing_days(first, last)
        for status, days in own.items():
            found[status] = Hours(found[status].windows, found[status].closed | days)
        return found

    def _read_closing_days(self, first, last):
        """Return {status: days} on which a customer does not receive, beside holidays."""
        return {}

    def _get_hours_key(self):
        days = tuple(bool(self[f"is_open_{day}"]) for day in WEEKDAYS)
        partner = self.partner_id
        return (
            (days, self.hour_from, self.hour_to),
            partner.country_id.code or "",
            partner.state_id.code or "",
        )

    @api.model
    def _read_country_holidays(self, country, state, first, last):
        """Return the public holidays, none without the package or for a country it lacks."""
        if not country:
            return frozenset()
        try:
            import holidays
        except ImportError:
            return frozenset()
        years = range(first.year, last.year + 1)
        try:
            days = _country_holidays(holidays, country, state, years)
        except NotImplementedError:
            return frozenset()
        return frozenset(day for day in days if first <= day <= last)


def _country_holidays(package, country, state, years):
    """Return a country's holidays, with those of the state where the package knows that."""
    known = package.list_supported_countries().get(country, [])
    return package.country_holidays(country, subdiv=state if state in known else None, years=years)


def _windows(key):
    """Return windows by weekday; ``None`` where somebody receives at any time."""
    days, hour_from, hour_to = key
    if all(days) and hour_from <= 0 and hour_to >= 24:
        return None
    span = Span(round(hour_from * 3600), round(hour_to * 3600))
    windows = defaultdict(tuple)
    for weekday, is_open in enumerate(days):
        if is_open:
            windows[weekday] = (span,)
    return windows
