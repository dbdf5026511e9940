from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....planning.forecast.periods import earlier, period_of
from ....tools.asked import read_choice, read_options, read_text

# Of which deals: those that count in a period by their forecast date.
PERIODS = ("quarter", "next_quarter", "month", "year", "all")
SINCE_DAYS = {"week": 7, "month": 28}


class CrmForecastWaterfall(models.Model):
    """The waterfall's screen: what is chosen in words, as days and conditions."""

    _inherit = "crm.forecast.waterfall"

    @api.model
    def get_screen(self, filters=None):
        """Return the waterfall for what is chosen on the screen, and the choices.

        :param filters: period (PERIODS), since (week, month, start, or a day), until (a day),
            domain (on crm.lead), measure, group_by, every_step
        """
        options = self._read_filters(read_options(self.env, filters))
        fall = self.get_waterfall(options)
        return {
            **fall,
            "rebuilt": self._count_rebuilt(options) if fall["is_rebuilt"] else 0,
            "options": options,
            "period": options["period"],
        }

    @api.model
    def _count_rebuilt(self, options):
        """Count the deals of which a state in question was rebuilt from Odoo's log."""
        since = self._to_moment(fields.Date.to_date(options["first"]))
        [(count,)] = self.env["crm.lead.history"]._read_group(
            [("origin", "=", "rebuilt"), ("valid_to", ">", since), ("chain", "=", 0)],
            [],
            ["lead_id:count_distinct"],
        )
        return count

    @api.model
    def _read_filters(self, filters):
        """Return the options that filters of the screen stand for."""
        today = self.env["crm.lead"]._todays()[self.env.company.id]
        period = self._read_screen_period(filters.get("period"), today)
        last = self._read_day(filters.get("until")) or today
        since = self._read_since(filters.get("since"), last, period)
        return {
            "first": fields.Date.to_string(min(since, last)),
            "last": fields.Date.to_string(last),
            "domain": list(self._read_domain(filters.get("domain")) & self._counted_domain()),
            "period": period and [fields.Date.to_string(day) for day in period],
            "measure": filters.get("measure") or "amount",
            "group_by": filters.get("group_by") or "",
            "every_step": bool(filters.get("every_step")),
        }

    @api.model
    def _read_screen_period(self, name, today):
        """Return first and last forecast date of the deals that count; none: all of them."""
        name = read_choice(self.env, name, "period", PERIODS)
        if name == "all":
            return None
        scheme = self.env.company._get_fiscal_scheme()
        period = period_of(today, name.removeprefix("next_"), scheme)
        if name.startswith("next_"):
            period = earlier(period, scheme, -1)
        return period.first, period.last

    @api.model
    def _read_since(self, since, last, period):
        if since and not isinstance(since, str):
            return self._read_day(since)
        if since and since in SINCE_DAYS:
            return last - timedelta(days=SINCE_DAYS[since])
        if since and since != "start":
            return self._read_day(since)
        if period and period[0] <= last:
            return period[0]
        return period_of(last, "quarter", self.env.company._get_fiscal_scheme()).first

    @api.model
    def _counted_domain(self):
        """Return the deals that count in the companies one works in: each deal in one of them."""
        counted = {
            one for company in self.env.companies for one in company._get_counted_companies()
        }
        if False in counted:
            return Domain.TRUE
        return Domain("company_id", "in", list(counted))

    @api.model
    def action_open_bar(self, options, bar=False, group_key=None):
        """Open the deals behind a bar with what happened to each; without one, the pivot.

        :param group_key: of one group only
        """
        self._read_asked(options)  # what cannot be understood is refused here already
        bars = list(dict(self._fields["bar"].selection))
        bar = read_choice(self.env, bar, "bar", ("", *bars))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_forecast_waterfall_action"
        )
        domain = Domain("bar", "=", bar) if bar else Domain("bar", "!=", "end")
        if group_key is not None:
            group_key = read_text(self.env, group_key) or False
            domain &= Domain("group_key", "=", group_key)
        kinds = ["list", "pivot", "graph", "kanban"] if bar else ["pivot", "list", "graph"]
        labels = dict(self._fields["bar"]._description_selection(self.env))
        return {
            **action,
            "name": labels.get(bar) or action["name"],
            "display_name": labels.get(bar) or action["name"],
            "domain": list(domain),
            "context": {"waterfall": options, "group_by": [] if bar else ["bar"]},
            "views": [(False, kind) for kind in kinds],
        }
