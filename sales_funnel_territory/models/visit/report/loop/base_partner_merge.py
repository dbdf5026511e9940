from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What call reports tell of merged contacts is combined before Odoo moves the rest."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: whoever may merge contacts carries along what is known about them
        Person = self.env["crm.call.report.person"].sudo()
        Person._follow_merge(src_partners, dst_partner)
        self.env["crm.call.report.change"]._follow_merge(
            "res.partner", "partner_id", src_partners, dst_partner
        )
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
