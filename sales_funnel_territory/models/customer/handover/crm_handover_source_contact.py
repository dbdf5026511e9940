from odoo import api, models
from odoo.fields import Domain


class CrmHandoverSourceContact(models.AbstractModel):
    """Contacts of somebody, with any customer; those of his customers without a salesperson."""

    _name = "crm.handover.source.contact"
    _inherit = ["crm.handover.source"]
    _description = "Contacts in a Hand-over"

    _handover_model = "res.partner"
    _handover_sequence = 20

    @api.model
    def _get_label(self):
        return self.env._("Contacts")

    @api.model
    def _find(self, handover):
        giver = handover.from_user_id.id
        own = Domain("user_id", "=", giver)
        if any(source._get_kind() == "customer" for source in handover._get_sources()):
            own |= (
                Domain("user_id", "=", False)
                & Domain("is_company", "=", False)
                & Domain("parent_id", "!=", False)
                & Domain("commercial_partner_id.user_id", "=", giver)
                & Domain("commercial_partner_id.is_sales_customer", "=", True)
            )
        return self.env["res.partner"].search(own & Domain("is_sales_customer", "=", False))

    @api.model
    def _get_customers(self, records):
        return {contact.id: contact.commercial_partner_id for contact in records}
