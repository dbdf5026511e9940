from odoo import api, models
from odoo.tools import format_amount

MOST_LEADS = 10


class CrmToday(models.AbstractModel):
    """Open opportunities of which nobody knows what comes next: the largest ones first."""

    _inherit = "crm.today"

    @api.model
    def _today_leads(self, frame):
        Lead = self.env["crm.lead"]
        domain = self._today_leads_domain(frame)
        leads = Lead.search(domain, order="expected_revenue desc, id desc", limit=MOST_LEADS)
        places = self._today_places(leads.partner_id)
        return {
            "count": Lead.search_count(domain),
            "domain": domain,
            "items": [
                self._today_tell_lead(lead)
                | places.get(lead.partner_id.id, self._today_no_place())
                | ({"phone": lead.phone} if lead.phone else {})
                for lead in leads
            ],
        }

    @api.model
    def _today_leads_domain(self, frame):
        return [
            ("type", "=", "opportunity"),
            ("user_id", "=", frame.user.id),
            ("won_status", "=", "pending"),
            ("activity_ids", "=", False),
        ]

    @api.model
    def _today_tell_lead(self, lead):
        amount = lead.expected_revenue
        return {
            "id": lead.id,
            "name": lead.name,
            # sudo: the customer's name, as many2one fields show it
            "customer": lead.partner_id.sudo().display_name or lead.partner_name or "",
            "stage": lead.stage_id.name or "",
            "amount": format_amount(self.env, amount, lead.company_currency) if amount else "",
        }
