from odoo import models

from ....planning.places import rank

_GEO = (
    "geo_state",
    "geo_quality",
    "geo_provider",
    "geo_located_on",
    "geo_digest",
    "geo_stale",
    "geo_locked",
    "geo_reason",
    "geo_answer",
    "geo_is_asked",
)


class CrmCustomerStatus(models.Model):
    """Customers that are merged: the position that is known best stays."""

    _inherit = "crm.customer.status"

    def _prepare_merged(self, others, owner):
        values = super()._prepare_merged(others, owner)
        best = max(self | others, key=lambda one: one._get_place_worth(one == self))
        partner = best.partner_id
        if best != self:
            values.update({name: best[name] for name in _GEO})
        if partner != owner:
            position = (partner.partner_latitude, partner.partner_longitude)
            if any(position):
                self.env["res.partner"]._move_to({owner: position})
        return values

    def _get_place_worth(self, is_kept):
        return (self.geo_locked, not self.geo_stale, rank(self.geo_quality), is_kept)
