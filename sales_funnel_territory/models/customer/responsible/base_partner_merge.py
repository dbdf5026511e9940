from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merged customers have one main responsible; who was responsible for each stays known."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: the past of these customers, whatever the merging user may see of it
        Responsible = self.env["crm.customer.responsible"].sudo()
        Responsible._follow_merge(src_partners)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        Responsible._record({dst_partner.commercial_partner_id.id: None, dst_partner.id: None})
        return result
