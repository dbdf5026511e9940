import datetime
from ast import literal_eval

from odoo import models
from odoo.fields import Domain


class CrmTeam(models.Model):
    """Odoo's lead assignment: what has an owner goes to him, the rest is drawn by lot as ever."""

    _inherit = "crm.team"

    # ------------------------------------------------------------------ to teams

    def _allocate_leads(self, creation_delta_days=7):
        teams = self.filtered("territory_sets_salesperson")
        given = {team: team._allocate_by_territory(creation_delta_days) for team in teams}
        data = super()._allocate_leads(creation_delta_days=creation_delta_days)
        for team, result in given.items():
            own = data.setdefault(team, {"team": team, "leads": self.env["crm.lead"]})
            for key in ("assigned", "merged", "duplicates"):
                own[key] = own.get(key, set()) | result.get(key, set())
        return data

    def _allocate_by_territory(self, creation_delta_days):
        """Take the leads whose owner is in this team, with their doubles, as Odoo does."""
        leads = self.env["crm.lead"].search(self._get_territory_domain(creation_delta_days))
        found = leads._find_owners(team_id=self.id)
        own = leads.browse(sorted(lead_id for ids in found.values() for lead_id in ids))
        if not own:
            return {}
        result = self._allocate_leads_deduplicate(own)
        leads.browse(result["duplicates"]).unlink()
        return result

    def _get_territory_domain(self, creation_delta_days):
        delay = self.env["ir.config_parameter"].sudo().get_param("crm.assignment.delay", default=0)
        now = self.env.cr.now()
        domain = Domain.AND(
            [
                literal_eval(self.assignment_domain or "[]"),
                [("team_id", "=", False), ("user_id", "=", False), ("won_status", "!=", "won")],
                [("territory_id", "!=", False)],
                [("create_date", "<=", now - datetime.timedelta(hours=float(delay)))],
            ]
        )
        if creation_delta_days > 0:
            domain &= Domain("create_date", ">", now - datetime.timedelta(days=creation_delta_days))
        return domain

    # ------------------------------------------------------------------ to salespeople

    def _assign_and_convert_leads(self, force_quota=False):
        given = self.filtered("territory_sets_salesperson")._convert_by_territory()
        data = super()._assign_and_convert_leads(force_quota=force_quota)
        for member, leads in given.items():
            own = data.setdefault(member, {"assigned": self.env["crm.lead"], "quota": 0})
            own["assigned"] += leads
        return data

    def _convert_by_territory(self):
        """Give leads of these teams to owners and convert them; return {member: his leads}."""
        if not self:
            return {}
        leads = self.env["crm.lead"].search(self._get_lead_to_assign_domain())
        given = {}
        for user_id, lead_ids in leads._find_owners().items():
            own = leads.browse(lead_ids)
            for lead in own.with_context(mail_auto_subscribe_no_notify=True):
                lead.convert_opportunity(lead.partner_id, user_ids=[user_id])
            for team, some in own.grouped("team_id").items():
                members = team.crm_team_member_ids
                if member := members.filtered(lambda one, user=user_id: one.user_id.id == user):
                    given[member] = some
        return given
