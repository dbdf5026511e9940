from odoo import models


class ResUsers(models.Model):
    """With which team a person's numbers and target stand."""

    _inherit = "res.users"

    def _find_forecast_homes(self, company):
        """Return {user id: id of his home team}, one for each, so that he counts once.

        His own team, where it sells for the company; else another of his that does; else the one
        that has deals of his. Who has none of these is left out.
        """
        found = {}
        for user in self.sudo():  # sudo: which teams people are in
            teams = user.sale_team_id | user.crm_team_ids
            own = teams.filtered(
                lambda team: team.active and team.company_id.id in (company.id, False)
            )
            if own:
                found[user.id] = own[0].id
        return {**self._find_teams_of_deals(set(self.ids) - set(found)), **found}

    def _find_teams_of_deals(self, user_ids):
        if not user_ids:
            return {}
        # sudo: which team, whoever may see the deals
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        rows = Lead._read_group(
            [("user_id", "in", list(user_ids)), ("team_id", "!=", False)],
            ["user_id"],
            ["team_id:array_agg_distinct"],
        )
        return {user.id: min(team_ids) for user, team_ids in rows}
