from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Odoo re-points the leads of merged customers past the ORM: their history is told, too."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # sudo: the history of all leads of the customer, whoever may see them
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        Lead.search([("partner_id", "child_of", dst_partner.ids)])._note_for_history()
        return result
