from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

from .crm_stage import FUNNEL_POSITIONS

PERIODS = ("month", "quarter", "year")
LISTED_LEADS = 5
FIGURES = ("count", "expected", "weighted")


class CrmLead(models.Model):
    """The funnel chart: what stands where, in the currency of the viewer's company.

    Read with the viewer's own rights, by a fixed number of queries whatever the number of leads.
    """

    _inherit = "crm.lead"

    @api.model
    def get_funnel_chart(self, filters=None):
        """Return bands, lists and filter choices of the funnel chart.

        :param dict filters: team_id (with the teams below), user_id, period (now: what is open,
            and this year's orders; month, quarter, year of today; anything else is all time),
            each may be missing
        """
        filters = filters or {}
        scope = self._funnel_chart_scope(filters)
        within = scope & self._funnel_chart_period(filters.get("period"))
        return {
            "currency_id": self.env.company.currency_id.id,
            "bands": self._funnel_chart_bands(within),
            "outside": self._funnel_chart_outside(scope, filters.get("period")),
            "oldest": self._oldest_open(within)._describe_for_funnel_chart(),
            "largest": self._largest_open(within)._describe_for_funnel_chart(),
            "teams": self._funnel_chart_teams(),
            "users": self._funnel_chart_users(),
            "can_set_up": self.env.user.has_group("sales_team.group_sale_manager"),
        }

    # ------------------------------------------------------------------ which leads

    @api.model
    def _funnel_chart_scope(self, filters):
        scope = Domain("type", "=", "opportunity") & Domain("active", "=", True)
        if team_id := filters.get("team_id"):
            scope &= Domain("team_id", "child_of", int(team_id))
        if user_id := filters.get("user_id"):
            scope &= Domain("user_id", "=", int(user_id))
        return scope

    @api.model
    def _funnel_chart_period(self, period):
        if period == "now":
            return Domain("won_status", "!=", "won") | self._funnel_chart_period("year")
        if period not in PERIODS:
            return Domain.TRUE
        today = fields.Date.context_today(self)
        first, last = date_utils.start_of(today, period), date_utils.end_of(today, period)
        return Domain("forecast_date", ">=", fields.Date.to_string(first)) & Domain(
            "forecast_date", "<=", fields.Date.to_string(last)
        )

    @api.model
    def _funnel_band_domain(self, band):
        won, pending = Domain("won_status", "=", "won"), Domain("won_status", "=", "pending")
        if band == "order":
            return won | (pending & Domain("funnel_position", "=", "order"))
        return pending & Domain("funnel_position", "=", band)

    @api.model
    def _funnel_chart_outside(self, scope, period):
        """Count the open opportunities that the period leaves out."""
        domain = scope & Domain("won_status", "=", "pending")
        domain &= ~self._funnel_chart_period(period) | Domain("forecast_date", "=", False)
        if period not in PERIODS:
            domain = Domain.FALSE
        return {"count": self.search_count(domain), "domain": list(domain)}

    # ------------------------------------------------------------------ bands

    @api.model
    def _funnel_chart_bands(self, domain):
        """Return the four bands, and the leads in stages that are not set up, if any."""
        figures = self._funnel_chart_figures(domain)
        bands = [
            {
                "key": key or "not_set_up",
                "label": label,
                "domain": list(domain & self._funnel_band_domain(key)),
                **figures[key],
            }
            for key, label in [*self._funnel_positions(), (False, self.env._("Not set up"))]
        ]
        return [band for band in bands if band["key"] != "not_set_up" or band["count"]]

    @api.model
    def _funnel_positions(self):
        labels = dict(self._fields["funnel_position"]._description_selection(self.env))
        return [(key, labels[key]) for key, _label in FUNNEL_POSITIONS]

    @api.model
    def _funnel_chart_figures(self, domain):
        """Add up by band; amounts at the day's rate in the currency of the viewer's company."""
        figures = defaultdict(lambda: {**dict.fromkeys(FIGURES, 0), "days": None})
        rates = self._rates_to_viewer()
        groups = self._read_group(
            domain & Domain("won_status", "in", ["won", "pending"]),
            ["funnel_position", "won_status", "company_id"],
            ["__count", "expected_revenue:sum", "prorated_revenue:sum",
             "create_date:min", "date_open:min"],
        )  # fmt: skip
        for position, status, company, count, expected, weighted, *starts in groups:
            band = figures["order" if status == "won" else position]
            rate = rates[company.id]
            band["count"] += count
            band["expected"] += expected * rate
            band["weighted"] += weighted * rate
            if status == "pending":
                band["days"] = max(band["days"] or 0, self._days_since(starts))
        return figures

    @api.model
    def _rates_to_viewer(self):
        """Return {company id: today's rate to the viewer's currency}; no company is his own."""
        viewer, today = self.env.company, fields.Date.context_today(self)
        companies = self.env["res.company"].browse(self.env.context.get("allowed_company_ids", []))
        companies |= self.env.companies | viewer
        by_currency = {
            currency: currency._get_conversion_rate(currency, viewer.currency_id, viewer, today)
            for currency in companies.currency_id
        }
        return {False: 1.0} | {
            company.id: by_currency[company.currency_id] for company in companies
        }

    @api.model
    def _days_since(self, moments):
        first = min(moment for moment in moments if moment)
        return (fields.Datetime.now() - first).days

    # ------------------------------------------------------------------ single leads

    @api.model
    def _oldest_open(self, domain):
        """Return the open leads noted, or taken up, longest ago (imports know the latter)."""
        query = self._search(domain & Domain("won_status", "=", "pending"), limit=LISTED_LEADS)
        query.order = SQL(
            "LEAST(%s, %s), %s",
            self._field_to_sql(self._table, "create_date", query),
            self._field_to_sql(self._table, "date_open", query),
            SQL.identifier(self._table, "id"),
        )
        return self.browse(query)

    @api.model
    def _largest_open(self, domain):
        """Return the open leads of most expected revenue, compared in the viewer's currency."""
        rates = self._rates_to_viewer()
        companies_by_rate = defaultdict(list)
        for company_id, rate in rates.items():
            companies_by_rate[rate].append(company_id)
        largest = self.browse()
        for company_ids in companies_by_rate.values():
            largest |= self.search(
                domain
                & Domain("won_status", "=", "pending")
                & Domain("expected_revenue", ">", 0)
                & Domain("company_id", "in", company_ids),
                order="expected_revenue DESC, id",
                limit=LISTED_LEADS,
            )
        return largest.sorted(
            lambda lead: lead.expected_revenue * rates[lead.company_id.id], reverse=True
        )[:LISTED_LEADS]

    def _describe_for_funnel_chart(self):
        rates = self._rates_to_viewer()
        return [
            {
                "id": lead.id,
                "name": lead.name,
                "customer": lead.partner_id.display_name or lead.partner_name or "",
                "position": lead.funnel_position or "not_set_up",
                "stage": lead.stage_id.name or "",
                "expected": lead.expected_revenue * rates[lead.company_id.id],
                "days": self._days_since([lead.create_date, lead.date_open]),
            }
            for lead in self
        ]

    # ------------------------------------------------------------------ choices

    @api.model
    def _funnel_chart_teams(self):
        return self.env["crm.team"].search([]).mapped(lambda team: [team.id, team.display_name])

    @api.model
    def _funnel_chart_users(self):
        """Return who has opportunities that the viewer may see."""
        groups = self._read_group(self._funnel_chart_scope({}), ["user_id"])
        users = self.env["res.users"].union(*(user for (user,) in groups))
        return sorted(([user.id, user.name] for user in users), key=lambda user: user[1])
