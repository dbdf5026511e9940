from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Open leads of merged customers are where the remaining customer is."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        result = super()._update_foreign_keys(src_partners, dst_partner)
        if self.env["crm.territory"]._is_used():
            # sudo: leads follow their customer, also those that the merging user may not see
            Lead = self.env["crm.lead"].sudo()
            Lead._follow_customers([dst_partner.id, dst_partner.commercial_partner_id.id])
        return result
