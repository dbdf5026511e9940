from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....planning.forecast_periods import add_months
from ....tools.asked import read_choice, read_day, read_list, read_options

MEASURES = ("amount", "weighted", "count")
STATUSES = ("open", "won", "lost")
# What deals can be grouped by, and the step of the waterfall with which it changes.
GROUPS = {
    "user_id": "owner",
    "team_id": "owner",
    "territory_id": "owner",
    "company_id": "owner",
    "forecast_category": "category",
    "month": "day",
    "stage_id": "rest",
    "funnel_position": "rest",
    "customer_id": "rest",
    "partner_id": "rest",
    "source_id": "rest",
    "campaign_id": "rest",
}


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know, checked.

    :param since: first moment (UTC)
    :param until: last moment (UTC)
    :param first_rates: {currency id: what one of it is worth} at the first moment
    :param last_rates: the same at the last one
    :param decimals: of the finest of these currencies; amounts of deals are kept so until converted
    :param is_rebuilt: whether some states were rebuilt from Odoo's log, which held less
    """

    first: date
    last: date
    since: datetime
    until: datetime
    domain: Domain
    measure: str
    statuses: tuple[str, ...]
    period: tuple[date, date] | None
    is_every_step: bool
    group_by: str
    first_rates: dict[int, Decimal]
    last_rates: dict[int, Decimal]
    currency: Any
    decimals: int
    is_rebuilt: bool

    def grouped(self, group_by):
        """Return the same question with another grouping, none where empty."""
        return replace(self, group_by=group_by)

    @property
    def group_step(self):
        """Return the step of the waterfall with which the grouping changes."""
        if self.group_by.startswith("forecast_date:"):
            return "day"
        return GROUPS.get(self.group_by, "rest")

    @property
    def coins(self):
        """Return how many of the deals' smallest units make one of the reader's: yen have none."""
        return 10 ** (self.decimals - self.currency.decimal_places)

    @property
    def is_converted(self):
        """Tell whether any amount is in another currency than the reader's."""
        rates = (*self.first_rates.values(), *self.last_rates.values())
        return self.coins > 1 or any(rate != 1 for rate in rates)


class CrmForecastWaterfall(models.Model):
    """What may be asked, and what is meant where something is not said."""

    _inherit = "crm.forecast.waterfall"

    @api.model
    def _read_asked(self, options):
        """Return what a caller's options ask for.

        :param options: first, last (days), domain, measure, statuses, period, every_step,
            group_by; all may be left out
        :raises UserError: where they make no sense
        """
        options = read_options(self.env, options)
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        first = self._read_day(options.get("first")) or _quarter_start(today)
        last = self._read_day(options.get("last")) or today
        if last < first:
            raise UserError(
                self.env._(
                    "A waterfall runs forward: choose a last day that is not before %(first)s.",
                    first=fields.Date.to_string(first),
                )
            )
        since = self._to_moment(first)
        first_rates = self._read_rates(first)
        return Asked(
            first=first,
            last=last,
            since=since,
            until=min(self._to_moment(last + timedelta(days=1)), self.env.cr.now()),
            domain=self._read_domain(options.get("domain")),
            measure=self._read_choice(options, "measure", MEASURES),
            statuses=self._read_statuses(options),
            period=self._read_period(options.get("period")),
            is_every_step=bool(options.get("every_step")),
            group_by=self._read_group_by(options),
            first_rates=first_rates,
            last_rates=self._read_rates(min(last, today)),
            currency=self.env.company.currency_id,
            decimals=max(self.env["res.currency"].browse(first_rates).mapped("decimal_places")),
            is_rebuilt=self._is_rebuilt(since),
        )

    @api.model
    def _read_day(self, value):
        return read_day(self.env, value)

    @api.model
    def _read_period(self, value):
        if not value:
            return None
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise UserError(self.env._("A period has a first and a last day."))
        first, last = map(self._read_day, value)
        if not first or not last or last < first:
            raise UserError(self.env._("A period has a first day, and a last one not before it."))
        return first, last

    @api.model
    def _read_domain(self, value):
        """Return conditions on leads that can be read."""
        try:
            domain = Domain(value or Domain.TRUE)
            # Some mistakes are found only where the conditions become a statement.
            self.env["crm.lead"].with_context(active_test=False)._search(domain).select()
        except (TypeError, ValueError, KeyError, AttributeError, NotImplementedError) as error:
            raise UserError(
                self.env._("This filter cannot be read: %(reason)s", reason=error)
            ) from error
        return domain

    @api.model
    def _read_choice(self, options, name, choices):
        return read_choice(self.env, options.get(name), name, choices)

    @api.model
    def _read_statuses(self, options):
        statuses = tuple(read_list(self.env, options.get("statuses")) or ("open",))
        if any(status not in STATUSES for status in statuses):
            raise UserError(self.env._("Deals are open, won or lost."))
        return statuses

    @api.model
    def _to_moment(self, day):
        """Return when a day begins where the reader's company is, in UTC."""
        zone = ZoneInfo(self.env.company._get_time_zone())
        return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _read_rates(self, day):
        """Return {currency id: what one of it is worth in the reader's company} on a day."""
        company = self.env.company
        # sudo: currencies of companies, to convert what the reader's rights let through
        currencies = self.env["res.company"].sudo().search([]).currency_id
        return {
            currency.id: Decimal(
                repr(currency._get_conversion_rate(currency, company.currency_id, company, day))
            )
            for currency in currencies
        }


def _quarter_start(day):
    return add_months(day, -((day.month - 1) % 3))
