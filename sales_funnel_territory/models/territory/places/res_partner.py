import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ....planning.places import Address, is_on_earth
from ...customer.res_partner_customer import _status

ADDRESS = frozenset(("street", "zip", "city", "state_id", "country_id"))
POSITION = frozenset(("partner_latitude", "partner_longitude"))
_TOUCHING = ADDRESS | POSITION
_NOWHERE = (0.0, 0.0)


class ResPartner(models.Model):
    """Positions outlive a rewritten address; of customers it is known how good they are.

    Odoo zeroes a position with every write of an address, also of one that stays as it was.
    """

    _inherit = "res.partner"

    geo_state = _status("geo_state", fields.Selection, string="On the Map")
    geo_quality = _status("geo_quality", fields.Selection, string="Position")
    geo_provider = _status("geo_provider", fields.Char, string="Located By")
    geo_located_on = _status("geo_located_on", fields.Datetime, string="Located On")
    geo_stale = _status("geo_stale", fields.Boolean, string="Address Has Changed")
    geo_locked = _status("geo_locked", fields.Boolean, string="Position Locked")
    geo_reason = _status("geo_reason", fields.Selection, string="Why Not on the Map")
    geo_answer = _status("geo_answer", fields.Char, string="Details of the Position")

    @api.constrains("partner_latitude", "partner_longitude")
    def _check_position(self):
        for partner in self:
            latitude, longitude = partner.partner_latitude, partner.partner_longitude
            if is_on_earth(latitude, longitude):
                continue
            raise ValidationError(
                self.env._(
                    "%(partner)s: there is no place at latitude %(latitude)s, longitude "
                    "%(longitude)s. A latitude lies between -90 and 90, a longitude between -180 "
                    "and 180.",
                    partner=partner.display_name,
                    latitude=latitude,
                    longitude=longitude,
                )
            )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if not self.env.su:
            given = [
                partner.id
                for partner, vals in zip(partners, vals_list, strict=True)
                if vals.get("is_sales_customer") and not POSITION.isdisjoint(vals)
            ]
            self.browse(given).filtered(_get_position)._note_hand_set()
        return partners

    def write(self, vals):
        if _TOUCHING.isdisjoint(vals):
            return super().write(vals)
        before = {partner: _get_position(partner) for partner in self}
        kept = self._get_kept_positions(vals)
        if len(set(kept.values())) == 1 and len(kept) == len(self):
            (position,) = set(kept.values())
            result = super().write({**dict(zip(sorted(POSITION), position, strict=True)), **vals})
        else:
            result = super().write({**vals})
            self._move_to(kept, is_found=False)
        self._follow_place(vals, before)
        return result

    def _get_kept_positions(self, vals):
        """Return {partner: position} that shall stay although an address is written.

        That is the position of every partner whose address stays as it was, and of customers:
        theirs is marked stale instead.
        """
        if ADDRESS.isdisjoint(vals) or vals.keys() >= POSITION:
            return {}
        # sudo: who is a customer; whoever writes an address need not know it
        kept = {partner: partner._get_kept(vals) for partner in self.sudo()}
        return {partner: position for partner, position in kept.items() if position}

    def _get_kept(self, vals):
        is_kept = self.customer_status_id.active or not self._is_moved_by(vals)
        return _get_position(self) if is_kept else None

    def _is_moved_by(self, vals):
        """Tell whether these values change the address."""
        for name in ADDRESS.intersection(vals):
            own = self._fields[name].convert_to_write(self[name], self)
            if (own or False) != (vals[name] or False):
                return True
        return False

    # ------------------------------------------------------------------ what is kept of it

    def _prepare_addresses(self):
        """Return {partner: address} as a position is looked up by."""
        # sudo: whoever changes an address, and jobs; nothing of it is shown
        partners = self.sudo().with_context(lang="en_US")
        return {
            own: Address(
                partner.street or "",
                partner.zip or "",
                partner.city or "",
                partner.state_id.name or "",
                partner.country_id.code or "",
            )
            for own, partner in zip(self, partners, strict=True)
        }

    def _follow_place(self, vals, before):
        """Addresses or positions were written: keep what is known of customers' places."""
        # sudo: statuses keep themselves, whoever writes an address
        customers = self.sudo().filtered("customer_status_id.active").with_env(self.env)
        moved = customers.filtered(lambda one: _get_position(one) != before[one])
        if POSITION.isdisjoint(vals):
            moved = self.browse()
        moved._note_place(vals)
        if rest := (customers - moved) if not ADDRESS.isdisjoint(vals) else None:
            rest.sudo().customer_status_id._follow_address(rest.sudo()._prepare_addresses())

    def _note_place(self, vals):
        """Somebody set positions: Odoo's geocoder, a person, or another app."""
        nowhere = self.filtered(lambda one: not _get_position(one))
        nowhere._forget_place()
        rest = self - nowhere
        if vals.get("date_localization"):
            rest._note_found_by(self.env["base.geocoder"]._get_provider().name)
        elif self.env.su:
            rest._note_found_by(False)
        else:
            rest._note_hand_set()

    def _note_found_by(self, provider):
        self._note_as("unknown", provider=provider, geo_locked=False)

    def _note_hand_set(self):
        self._note_as("hand", provider=self.env.user.name, geo_locked=True)

    def _note_as(self, quality, **values):
        addresses = self.sudo()._prepare_addresses()  # sudo: as above
        for partner, address in addresses.items():
            status = partner.customer_status_id
            status.write(status._prepare_placed(quality, address, **values))

    def _forget_place(self):
        statuses = self.sudo().customer_status_id  # sudo: as above
        statuses.write(
            {
                **statuses._prepare_waiting(),
                "geo_quality": False,
                "geo_digest": False,
                "geo_locked": False,
                "geo_stale": False,
            }
        )

    # ------------------------------------------------------------------ moving, in bulk

    @api.model
    def _move_to(self, moves, is_found=True):
        """Set positions by SQL: they are no change that people should find in a log.

        :param moves: {partner: (latitude, longitude)}
        :param is_found: they are new, of today; else they were there before
        """
        if not moves:
            return
        partners = self.browse().union(*moves)
        names = ["partner_latitude", "partner_longitude", "date_localization"]
        partners.flush_recordset(names)
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner SET partner_latitude = move.latitude,
                    partner_longitude = move.longitude,
                    date_localization = COALESCE(%s, date_localization)
                FROM unnest(%s::int[], %s::float[], %s::float[]) AS move(id, latitude, longitude)
                WHERE res_partner.id = move.id""",
                fields.Date.context_today(self) if is_found else None,
                partners.ids,
                [moves[partner][0] for partner in partners],
                [moves[partner][1] for partner in partners],
            )
        )
        partners.invalidate_recordset(names, flush=False)
        if is_found:
            partners._note_for_territory(POSITION)


def _get_position(partner):
    """Return (latitude, longitude), None for nowhere."""
    position = (partner.partner_latitude, partner.partner_longitude)
    return None if position == _NOWHERE or any(map(math.isnan, position)) else position
