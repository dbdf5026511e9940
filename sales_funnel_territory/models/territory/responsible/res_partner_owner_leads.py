from odoo import api, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """Open leads follow the main responsible that the territory has set, if so wished."""

    _inherit = "res.partner"

    @api.model
    def _after_responsible_changes(self, changes):
        result = super()._after_responsible_changes(changes)
        # sudo: leads follow their customer, also those that the mover may not see
        Lead = self.env["crm.lead"].sudo()
        for user_id, lead_ids in self._find_following_leads(changes).items():
            # a stage of another team may have criteria: rather its first stage than a refusal
            leads = Lead.with_context(gate_landing="first", mail_auto_subscribe_no_notify=True)
            leads.browse(lead_ids).write({"user_id": user_id})
        return result

    @api.model
    def _find_following_leads(self, changes):
        """Return {user: ids of open leads that go to him}: the former one's, or nobody's."""
        self.env["crm.lead"].flush_model()
        self.env["res.company"].flush_model(["territory_moves_leads"])
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id, change.after_id
                FROM unnest(%(ids)s::int[], %(before)s::int[], %(after)s::int[])
                    AS change(id, before_id, after_id)
                JOIN res_partner AS contact ON contact.commercial_partner_id = change.id
                    OR contact.id = change.id
                JOIN crm_lead AS lead ON lead.partner_id = contact.id
                    AND lead.won_status = 'pending' AND lead.active
                    AND (lead.user_id IS NULL OR lead.user_id = change.before_id)
                JOIN res_company AS house ON house.territory_moves_leads
                    AND house.id = COALESCE(lead.company_id, %(company)s)
                GROUP BY lead.id, change.after_id""",
                ids=list(changes),
                before=[before or None for before, _after in changes.values()],
                after=[after or None for _before, after in changes.values()],
                company=self.env["crm.team"]._default_company().id,
            )
        )
        following = {}
        for lead_id, user_id in rows:
            following.setdefault(user_id, []).append(lead_id)
        return following
