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
                | self._today_place_of_lead(lead)
                for lead in leads
            ],
        }

    @api.model
    def _today_place_of_lead(self, lead):
        """Return its own phone; its own address where there is no customer to have one."""
        own = {"phone": lead.phone} if lead.phone else {}
        if lead.partner_id:
            return own
        town = " ".join(filter(None, [lead.zip, lead.city]))
        parts = [lead.street, town, lead.country_id.name]
        # a country alone is no way to anybody
        address = ", ".join(filter(None, parts)) if lead.street or town else ""
        return own | {"city": lead.city or "", "address": address}

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
