from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Closing days of merged customers are kept once."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: whoever may merge partners carries along what is known about them
        Closing = self.env["crm.customer.closing"].sudo()
        Closing._follow_merge(src_partners, dst_partner)
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
