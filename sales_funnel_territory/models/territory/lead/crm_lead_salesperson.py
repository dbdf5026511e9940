from odoo import models
from odoo.tools import SQL


class CrmLead(models.Model):
    """New leads without a salesperson go to the owner of their territory, if the team wants it."""

    _inherit = "crm.lead"

    def _settle_territories(self, created_ids=()):
        result = super()._settle_territories(created_ids)
        if created_ids and self.env["crm.team"]._get_ids_by_territory():
            self.browse(created_ids)._give_to_owners()
        return result

    def _give_to_owners(self):
        """Write the owner of their territory into leads that have no salesperson."""
        for user_id, lead_ids in self._find_owners().items():
            # sudo: the team's setting does it, whoever (also a web form) has brought the lead
            self.sudo().browse(lead_ids).write({"user_id": user_id})
        self.flush_model()

    def _find_owners(self, team_id=None):
        """Return {owner: ids of these leads that are to go to him}.

        :param team_id: the team they would belong to, for leads that have none yet
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id, owner.id FROM crm_lead AS lead
                JOIN crm_team AS team ON team.id = COALESCE(lead.team_id, %(team)s)
                JOIN crm_territory AS territory ON territory.id = lead.territory_id
                JOIN res_users AS owner ON owner.id = territory.user_id AND owner.active
                WHERE lead.id = ANY(%(ids)s) AND team.id = ANY(%(teams)s)
                  AND lead.active AND lead.user_id IS NULL AND lead.won_status = 'pending'
                  AND (team.user_id = owner.id OR EXISTS (
                    SELECT FROM crm_team_member AS member WHERE member.active
                      AND member.crm_team_id = team.id AND member.user_id = owner.id))
                  AND (lead.company_id IS NULL OR EXISTS (
                    SELECT FROM res_company_users_rel AS house
                    WHERE house.user_id = owner.id AND house.cid = lead.company_id))
                ORDER BY lead.id""",
                ids=list(self._ids),
                team=team_id,
                teams=list(self.env["crm.team"]._get_ids_by_territory()),
            )
        )
        found = {}
        for lead_id, user_id in rows:
            found.setdefault(user_id, []).append(lead_id)
        return found
