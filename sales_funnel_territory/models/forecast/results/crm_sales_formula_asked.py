from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....planning.forecast.periods import period_of
from ....tools.asked import read_day, read_id, read_options

MANAGER = "sales_team.group_sale_salesman_all_leads"
LEADER = "sales_funnel_territory.group_team_leader"


@dataclass(frozen=True)
class Asked:
    """Whose figures of which days, in the company one works in.

    :param user_id: of one person; none: of all whom the reader may see
    :param team_ids: of these teams; none: of all
    """

    first: date
    last: date
    user_id: int | None
    team_ids: tuple[int, ...] | None
    company: Any


class CrmSalesFormula(models.Model):
    """Which customers and opportunities count, and for whom.

    A customer is his main responsible's, a won opportunity whose it was when it was won. A rep
    sees his own, a team leader those of his teams, a sales manager all.
    """

    _inherit = "crm.sales.formula"

    @api.model
    def _read_asked(self, options):
        """Return what is asked for.

        :param options: first, last (days; the quarter), team_id (with those below), user_id
        """
        options = read_options(self.env, options)
        company = self.env.company
        today = self.env["crm.lead"]._todays()[company.id]
        quarter = period_of(today, "quarter", company._get_fiscal_scheme())
        first = read_day(self.env, options.get("first")) or quarter.first
        last = read_day(self.env, options.get("last")) or quarter.last
        if last < first:
            raise UserError(self.env._("A period ends after it begins: choose a later last day."))
        team_ids = None
        if team_id := read_id(self.env, options.get("team_id")):
            team_ids = tuple(self.env["crm.team"].search([("id", "child_of", team_id)]).ids)
        user_id = read_id(self.env, options.get("user_id")) or None
        return Asked(first, last, user_id, team_ids, company)

    # ------------------------------------------------------------------ for whom

    @api.model
    def _find_led_teams(self):
        """Return the ids of teams that the reader leads, with those below."""
        if not self.env.user.has_group(LEADER):
            return []
        # sudo: which teams one leads, whoever may see all of them
        return self.env["crm.team"].sudo().search([("leader_ids", "in", self.env.uid)]).ids

    @api.model
    def _whose_domain(self, asked, user_path, team_path):
        """Return the condition on a person and a team: asked for, and within what one may see."""
        domain = Domain.TRUE
        if asked.user_id:
            domain &= Domain(user_path, "=", asked.user_id)
        if asked.team_ids is not None:
            domain &= Domain(team_path, "in", asked.team_ids)
        if self.env.su or self.env.user.has_group(MANAGER):
            return domain
        own = Domain(user_path, "=", self.env.uid)
        return domain & (own | Domain(team_path, "in", self._find_led_teams()))

    # ------------------------------------------------------------------ what counts

    @api.model
    def _customers_domain(self, asked):
        """Return the statuses of customers at the end of the period."""
        return (
            Domain("active", "=", True)
            & Domain("customer_since", "<=", asked.last)
            & Domain("company_id", "in", [asked.company.id, False])
            & self._whose_domain(asked, "partner_id.user_id", "partner_id.user_id.sale_team_id")
        )

    @api.model
    def _won_domain(self, asked):
        """Return the opportunities won in the period."""
        return (
            Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "won")
            & Domain("company_id", "in", asked.company._get_counted_companies())
            & Domain("forecast_date", ">=", asked.first)
            & Domain("forecast_date", "<=", asked.last)
            & self._whose_domain(asked, "won_user_id", "team_id")
        )

    @api.model
    def _until(self, asked):
        """Return the moment (UTC) at which the period ends where the company is."""
        return self.env["crm.forecast.waterfall"]._to_moment(asked.last + timedelta(days=1))
