from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Statuses of merged customers are combined before Odoo would delete all but one."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: what was known about these customers stays, also what the merging user may not
        # see of it; he may merge them
        target = dst_partner.sudo().with_context(active_test=False)
        sources = src_partners.sudo().with_context(active_test=False)
        status = target.env["crm.customer.status"]._follow_merge(sources, target)
        target.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        if status:
            status._recount()
        return result
