from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Profiles of merged contacts are combined before Odoo moves the rest."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: all that was known about these contacts stays, also what the merging user may not
        # see of it; he may merge them
        target = dst_partner.sudo().with_context(active_test=False, tracking_disable=True)
        sources = src_partners.sudo().with_context(active_test=False)
        target._take_profile(sources)
        target.env["crm.customer.competitor"]._follow_merge(sources, target)
        target.env["crm.customer.product.use"]._follow_merge(sources, target)
        target.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        target.env.invalidate_all()
        target._note_profile()
        return result
