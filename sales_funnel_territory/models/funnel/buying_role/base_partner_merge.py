from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Roles and reporting lines of merged contacts are combined before Odoo moves the rest."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: all that was known about these contacts stays, also what the merging user may not
        # see of it; he may merge them
        target = dst_partner.sudo().with_context(active_test=False)
        sources = src_partners.sudo().with_context(active_test=False)
        target.env["crm.buying.role"]._follow_merge(sources, target)
        target._take_relationship(sources)
        target.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
