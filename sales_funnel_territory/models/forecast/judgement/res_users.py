from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

RECENT = timedelta(days=2 * 365)


class ResUsers(models.Model):
    """With which team a person's numbers and target stand."""

    _inherit = "res.users"

    def _find_forecast_homes(self, company):
        """Return {user id: id of his home team}, one for each, so that he counts once.

        His own team, where it sells for the company; else another of his that does; else the one
        that has deals of his there, open or recent. Who has none of these is left out.
        """
        found = {}
        for user in self.sudo():  # sudo: which teams people are in
            teams = user.sale_team_id | user.crm_team_ids
            own = teams.filtered(
                lambda team: team.active and team.company_id.id in (company.id, False)
            )
            if own:
                found[user.id] = own[0].id
        return {**self._find_teams_of_deals(company, set(self.ids) - set(found)), **found}

    def _find_teams_of_deals(self, company, user_ids):
        if not user_ids:
            return {}
        rows = self._read_deals_of_people(
            company,
            Domain("user_id", "in", list(user_ids))
            & Domain("team_id", "!=", False)
            & Domain("team_id.company_id", "in", [company.id, False]),
            ["team_id:array_agg_distinct"],
        )
        return {user.id: min(team_ids) for user, team_ids in rows}

    @api.model
    def _find_sellers_besides(self, company, people):
        """Return the ids of those who have deals of the company, and are not among these people."""
        besides = Domain("user_id", "not in", [*people.ids, False])
        return [user.id for (user,) in self._read_deals_of_people(company, besides)]

    @api.model
    def _read_deals_of_people(self, company, domain, aggregates=()):
        """Return the deals of a company, open or recent, by person."""
        # sudo: who sells for the company, and with which team, whoever may see the deals
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        since = fields.Datetime.now() - RECENT
        recent = Domain("create_date", ">=", since) | Domain("date_closed", ">=", since)
        here = Domain("company_id", "in", company._get_counted_companies())
        return Lead._read_group(
            here & (Lead._open_deal_domain() | recent) & domain, ["user_id"], aggregates
        )
