from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Who sees customers that are merged is found anew."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: who sees these customers follows from the rest, whoever merges them
        Access = self.env["crm.customer.access"].sudo()
        Access.search([("partner_id", "in", src_partners.ids)]).unlink()
        Audience = self.env["crm.customer.audience"].sudo()
        Audience._note([*dst_partner.ids, *dst_partner.sudo().parent_id.ids])
        return super()._update_foreign_keys(src_partners, dst_partner)
