from collections import namedtuple

from odoo import api, models
from odoo.tools import SQL

Place = namedtuple(
    "Place",
    "id territory_id customer_territory_id is_fixed is_settled company_id country_id state_id"
    " city zip",
)


class CrmLead(models.Model):
    """Leads find their territories in bulk: one query to look, one to write."""

    _inherit = "crm.lead"

    def _settle_territories(self, created_ids=()):
        """Bring these leads to the territory of their customer, or of their own address.

        Won and lost ones stay, unless they came into being in this transaction.

        :param created_ids: of those, the leads created just now
        """
        wanted = {}
        places = [place for place in self._read_places(created_ids) if not place.is_settled]
        by_address = self._find_territories_by_address(
            [place for place in places if not place.is_fixed and not place.customer_territory_id]
        )
        for place in places:
            territory_id = place.customer_territory_id or by_address.get(place.id)
            if territory_id != place.territory_id:
                wanted[place.id] = territory_id
        self._apply_territories(wanted)

    def _read_places(self, created_ids=()):
        """Return a ``Place`` for each lead: where it is, and what decides on where it belongs."""
        self.flush_model()
        self.env["res.partner"].flush_model(["territory_id", "parent_id", "commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id, lead.territory_id,
                    COALESCE(contact.territory_id, company.territory_id, customer.territory_id),
                    COALESCE(customer.territory_locked, FALSE),
                    NOT (lead.won_status = 'pending' OR lead.id = ANY(%(created)s)
                        OR (lead.won_status = 'won' AND lead.won_credit_on IS NULL)),
                    lead.company_id, lead.country_id, lead.state_id, lead.city, lead.zip
                FROM crm_lead AS lead
                LEFT JOIN res_partner AS contact ON contact.id = lead.partner_id
                LEFT JOIN res_partner AS company ON company.id = contact.parent_id
                LEFT JOIN res_partner AS customer ON customer.id = contact.commercial_partner_id
                WHERE lead.id = ANY(%(ids)s)""",
                ids=list(self._ids),
                created=list(created_ids),
            )
        )
        return [Place(*row) for row in rows]

    @api.model
    def _find_territories_by_address(self, places):
        """Return {lead id: id of the territory} of leads whose own address fits one."""
        return {}

    @api.model
    def _apply_territories(self, wanted):
        """Write territories by one statement: it is no change by anybody of the lead.

        :param wanted: {lead id: id of the territory, or None}
        """
        if not wanted:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE crm_lead SET territory_id = wanted.territory_id
                FROM unnest(%s::int[], %s::int[]) AS wanted(id, territory_id)
                WHERE crm_lead.id = wanted.id""",
                list(wanted),
                [territory_id or None for territory_id in wanted.values()],
            )
        )
        leads = self.browse(wanted)
        leads.invalidate_recordset(["territory_id"], flush=False)
        leads._note_for_history()

    @api.model
    def _follow_customers(self, customer_ids):
        """Settle the open leads of customers, and of their people and places, anew."""
        self.flush_model(["partner_id", "won_status"])
        created = self._get_created()
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id FROM crm_lead AS lead
                WHERE (lead.won_status = 'pending' OR lead.id = ANY(%(created)s))
                  AND lead.partner_id IN (
                    SELECT unnest(%(ids)s::int[])
                    UNION SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%(ids)s)
                    UNION SELECT id FROM res_partner WHERE parent_id = ANY(%(ids)s)
                )""",
                ids=list(customer_ids),
                created=list(created),
            )
        )
        if rows:
            # sudo: leads follow their customer, also those that the mover may not see
            leads = self.sudo().browse(row[0] for row in rows)
            leads._settle_territories(created & set(leads._ids))
