from odoo import api, models

from .res_partner_assign import _MERGING


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merged customers have one territory on each day: that of the one who stays."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: the past of these customers, whatever the merging user may see of it
        Membership = self.env["crm.territory.membership"].sudo()
        Membership._follow_merge(src_partners.sudo(), dst_partner.sudo())
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """People who came along follow the customer who stays."""
        # sudo: who works there, whoever may see them
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        people = Partner.search([("parent_id", "in", partner_ids)])
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        people.exists()._note_people()
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """The values of those who go are no change by hand."""
        data = self.env.cr.precommit.data
        data[_MERGING] = True
        try:
            result = super()._update_values(src_partners, dst_partner)
        finally:
            data.pop(_MERGING, None)
        (dst_partner | dst_partner.commercial_partner_id)._note_territory()
        return result
