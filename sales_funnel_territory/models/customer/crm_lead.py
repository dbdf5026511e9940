from odoo import api, fields, models

_NOTED = "sales_funnel_territory.new_customers"


class CrmLead(models.Model):
    """The first opportunity makes its customer one."""

    _inherit = "crm.lead"

    customer_status_id = fields.Many2one(
        related="partner_id.commercial_partner_id.customer_status_id", string="Customer Status"
    )
    customer_class_id = fields.Many2one(
        related="partner_id.commercial_partner_id.customer_status_id.class_id",
        string="Customer Class",
        readonly=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._note_customers()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id") or vals.get("type") == "opportunity":
            self._note_customers()
        return result

    def _note_customers(self):
        """Remember the contacts of opportunities; they are marked as the transaction ends."""
        partner_ids = {
            lead.partner_id.id for lead in self if lead.type == "opportunity" and lead.partner_id
        }
        if not partner_ids:
            return
        precommit = self.env.cr.precommit
        if _NOTED not in precommit.data:
            precommit.data[_NOTED] = set()
            precommit.add(self.browse()._mark_noted_customers)
        precommit.data[_NOTED].update(partner_ids)

    def _mark_noted_customers(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, set())
        self.env["res.partner"]._become_customers(noted)
