from odoo import api, models
from odoo.tools import SQL, split_every

from ....planning.assignment import decide

BATCH = 20_000


class CrmLead(models.Model):
    """Leads without a customer are matched by their own address, with the rules of customers.

    Of the rules those count that ask for no more than an address: country, state, city, postcode.
    """

    _inherit = "crm.lead"

    @api.model
    def _find_territories_by_address(self, places):
        found = super()._find_territories_by_address(places)
        places = [one for one in places if one.country_id or one.state_id or one.city or one.zip]
        if not places:
            return found
        Territory = self.env["crm.territory"]
        plan = Territory._get_plan()
        rules = [rule for rule in plan.rules if rule.id not in plan.filters]
        customers = Territory._prepare_customers(_prepare_columns(places), range(len(places)))
        decision = decide(customers, plan.territories, rules)
        territories = decision.territories.tolist()
        placed = zip(places, territories, strict=True)
        return {**found, **{one.id: territory for one, territory in placed if territory}}

    @api.model
    def _settle_without_customer(self):
        """Match all open leads anew that no customer gives a territory; return their number."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id FROM crm_lead AS lead
                LEFT JOIN res_partner AS contact ON contact.id = lead.partner_id
                WHERE lead.won_status = 'pending' AND contact.territory_id IS NULL"""
            )
        )
        ids = [row[0] for row in rows]
        for batch in split_every(BATCH, ids, list):
            self.browse(batch)._settle_territories()
        return len(ids)


def _prepare_columns(places):
    """Return leads as the columns of customers: nothing but the address is known of them."""
    count = len(places)
    nowhere, unknown = [float("nan")] * count, [0] * count
    return {
        "id": [-one.id for one in places],  # no customer has such a number
        "company": [one.company_id or 0 for one in places],
        "country": [one.country_id or 0 for one in places],
        "state": [one.state_id or 0 for one in places],
        "city": [one.city or "" for one in places],
        "postcode": [one.zip or "" for one in places],
        "industry": unknown,
        "class": unknown,
        "language": [""] * count,
        "longitude": nowhere,
        "latitude": nowhere,
        "tags": [None] * count,
    }
