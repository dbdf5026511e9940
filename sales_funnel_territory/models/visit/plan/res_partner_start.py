from odoo import models

from ....planning.places import Position


class ResPartner(models.Model):
    """Where days begin: homes and companies are nobody's customers, so no queue looks for them."""

    _inherit = "res.partner"

    def _locate_starts(self):
        """Put those of these places on the map that have an address and no position.

        Nobody outside is asked: where people live is looked up in our own lists.
        """
        # sudo: a colleague's home is not shown, only travelled from
        lost = self.sudo().filtered(lambda one: one._is_lost_start())
        if not lost:
            return
        addresses = lost._prepare_addresses()
        found = self.env["base.geocoder"]._locate_offline(list(addresses.values()))
        lost._move_to(
            {
                partner: (place.latitude, place.longitude)
                for partner, place in zip(addresses, found, strict=True)
                if isinstance(place, Position)
            }
        )

    def _is_lost_start(self):
        is_placed = self.partner_latitude or self.partner_longitude
        return bool(not is_placed and self.country_id and (self.city or self.zip))
