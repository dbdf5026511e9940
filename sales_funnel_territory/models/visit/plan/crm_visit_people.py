from odoo import api, fields, models
from odoo.fields import Domain


class CrmVisit(models.Model):
    """Whom to see and how often: what a plan of a quarter or a month speaks of."""

    _inherit = "crm.visit"

    visit_rhythm = fields.Char(
        "Frequency",
        related="partner_id.customer_status_id.visit_rhythm",
        help="How often the customer is to be visited.",
    )
    people_to_see = fields.Char(
        "People to See",
        compute="_compute_people_to_see",
        help="People to meet; where nobody is chosen yet, who was met last time, the contacts of "
        "the opportunities, and their buying roles that nobody has met.",
    )

    @api.depends("contact_ids", "partner_id", "opportunity_ids")
    def _compute_people_to_see(self):
        open_visits = self.filtered(lambda visit: not visit.contact_ids)
        last = open_visits._find_last_met()
        for visit in self:
            people = visit.contact_ids or (last.get(visit.partner_id) or visit.contact_ids)
            if not visit.contact_ids:
                people |= visit._find_people_of_deals()
            names = people._filtered_access("read").mapped("name")
            visit.people_to_see = ", ".join(filter(None, names))

    def _find_last_met(self):
        """Return {customer: the people of his last visit of which they are known}."""
        made = self.search_fetch(
            Domain("partner_id", "in", self.partner_id.ids)
            & Domain("state", "=", "done")
            & Domain("contact_ids", "!=", False),
            ["partner_id", "contact_ids"],
            order="start, id",
        )
        return {visit.partner_id: visit.contact_ids for visit in made}

    def _find_people_of_deals(self):
        """Return contacts of the visit's opportunities, and roles still to be met."""
        leads = self.opportunity_ids._filtered_access("read")
        roles = leads.buying_role_ids.filtered(lambda one: not one.is_met)
        return (leads.partner_id | roles.partner_id).filtered(lambda one: not one.is_company)
