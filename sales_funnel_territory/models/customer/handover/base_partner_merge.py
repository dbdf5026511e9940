from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What was handed over follows a merge, so that it can still be put back."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # sudo: whoever may merge partners carries what points at them along
        Item = self.env["crm.handover.item"].sudo()
        ids = (src_partners | dst_partner).ids
        found = Item.search([("res_model", "=", "res.partner"), ("res_id", "in", ids)], order="id")
        kept = found.filtered(lambda item: item.res_id == dst_partner.id)
        moving = found - kept
        for handover, items in moving.grouped("handover_id").items():
            first = items[:0] if handover in kept.handover_id else items[0]
            first.res_id = dst_partner.id
            (items - first).unlink()
        return result
