from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The relationship picture of a customer, gathered over all its leads."""

    _inherit = "res.partner"

    def get_relationship_picture(self):
        """Return the organisation of this customer: each as he stood last, and who is missing."""
        self.ensure_one()
        self.check_access("read")
        customer = self.commercial_partner_id
        return self.env["crm.relationship.picture"]._draw(
            title=customer.name,
            roles_domain=Domain("lead_id.partner_id.commercial_partner_id", "=", customer.id),
            companies=customer,
            bases=lambda rows: rows.lead_id._cover_bases_with(rows).gaps,
            is_organisation=True,
        )

    def action_open_relationship_picture(self):
        return self._get_relationship_picture_action(self.commercial_partner_id)

    def _get_relationship_picture_action(self, record):
        record.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            f"sales_funnel_territory.{record._table}_action_relationship_picture"
        )
        name = self.env._("Relationship Picture: %(name)s", name=record.display_name)
        params = {"res_model": record._name, "res_id": record.id}
        return {**action, "name": name, "params": params}
