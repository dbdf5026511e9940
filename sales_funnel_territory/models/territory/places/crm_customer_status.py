from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.places import Position, rank

GEO_QUALITIES = [
    ("hand", "By Hand"),
    ("exact", "Exact"),
    ("street", "Street"),
    ("unknown", "Not Known"),
    ("postcode", "Postcode"),
    ("city", "City"),
]
GEO_STATES = [
    ("todo", "Waiting"),
    ("placed", "On the Map"),
    ("failed", "Cannot Be Placed"),
]
GEO_REASONS = [
    ("no_address", "No City and No Postcode"),
    ("no_country", "No Country"),
    ("not_found", "Place Not Known"),
    ("ambiguous", "Several Places of This Name"),
    ("contradiction", "Postcode and City Lie Apart"),
    ("failing", "The Provider Fails"),
]


class CrmCustomerStatus(models.Model):
    """Where a customer lies on the map: how well that is known, for which address, by whom.

    The position itself is Odoo's: latitude and longitude of the partner. What is kept about it
    stands here, so that no write of a contact touches it.
    """

    _inherit = "crm.customer.status"

    geo_state = fields.Selection(
        GEO_STATES, "On the Map", default="todo", required=True, readonly=True
    )
    geo_quality = fields.Selection(
        GEO_QUALITIES,
        "Position",
        readonly=True,
        help="How well the position is known: a pin set by hand, the house, the street, or only "
        "the centre of the postcode or of the city.",
    )
    geo_provider = fields.Char("Located By", readonly=True)
    geo_located_on = fields.Datetime("Located On", readonly=True)
    geo_digest = fields.Char("Digest of the Address", readonly=True)
    geo_stale = fields.Boolean(
        "Address Has Changed", readonly=True, help="The position was found for another address."
    )
    geo_locked = fields.Boolean(
        "Position Locked", readonly=True, help="Set by hand: no provider moves it."
    )
    geo_reason = fields.Selection(GEO_REASONS, "Why Not on the Map", readonly=True)
    geo_answer = fields.Char("Details", readonly=True)
    geo_is_asked = fields.Boolean(
        "Provider Has Answered", readonly=True, help="For the address as it is now."
    )
    geo_tries = fields.Integer("Failed Tries", readonly=True, aggregator=None)
    geo_next_try = fields.Datetime("Next Try", readonly=True)

    # the queue is short, customers are many
    _geo_waiting = models.Index("(geo_state) WHERE geo_state != 'placed'")
    _geo_rough = models.Index("(geo_quality) WHERE geo_quality IN ('postcode', 'city')")

    @api.model
    def _adopt_positions(self, quality="unknown", provider=False, status_ids=None):
        """Take over positions that partners had before anybody kept a record of them.

        :param status_ids: only these customers (default: all)
        :return: number of customers
        """
        self.env["res.partner"].flush_model(["partner_latitude", "partner_longitude"])
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT status.id FROM crm_customer_status AS status
                JOIN res_partner AS partner ON partner.id = status.partner_id
                WHERE status.geo_quality IS NULL AND status.active
                  AND (partner.partner_latitude != 0 OR partner.partner_longitude != 0)
                  AND (%(all)s OR status.id = ANY(%(ids)s))""",
                all=status_ids is None,
                ids=list(status_ids or ()),
            )
        )
        statuses = self.browse([row[0] for row in self.env.cr.fetchall()])
        addresses = statuses.partner_id._prepare_addresses()
        for status in statuses:
            status.write(
                status._prepare_placed(quality, addresses[status.partner_id], provider=provider)
            )
        return len(statuses)

    # ------------------------------------------------------------------ values

    def _prepare_placed(self, quality, address, provider=False, **values):
        """Return what is kept of a position that was found, or set, for an address."""
        return {
            "geo_state": "placed",
            "geo_quality": quality,
            "geo_provider": provider,
            "geo_located_on": fields.Datetime.now(),
            "geo_digest": address.digest,
            "geo_stale": False,
            "geo_reason": False,
            "geo_answer": False,
            "geo_tries": 0,
            "geo_next_try": False,
            **values,
        }

    def _prepare_waiting(self):
        """Return what makes a customer wait for his place."""
        return {
            "geo_state": "todo",
            "geo_is_asked": False,
            "geo_tries": 0,
            "geo_next_try": False,
        }

    # ------------------------------------------------------------------ following the address

    def _follow_address(self, addresses):
        """Addresses were written: positions that were found for another one are stale."""
        for status in self:
            address = addresses[status.partner_id]
            if not status.geo_digest:
                values = {} if status.geo_state == "todo" else status._prepare_waiting()
            elif status.geo_digest == address.digest:
                values = {"geo_stale": False} if status.geo_stale else {}
            elif status.geo_locked:  # a person says whether the pin is still right
                values = {"geo_stale": True}
            else:
                values = {**status._prepare_waiting(), "geo_stale": bool(status.geo_quality)}
            if values:
                status.write(values)

    @api.model
    def _find_changed_addresses(self, batch=5000):
        """Find addresses that were changed behind Odoo's back, by SQL or by another app.

        :return: number of customers that wait for a new place
        """
        count = 0
        ids = self.search([("geo_digest", "!=", False), ("geo_stale", "=", False)]).ids
        for start in range(0, len(ids), batch):
            statuses = self.browse(ids[start : start + batch])
            addresses = statuses.partner_id._prepare_addresses()
            changed = statuses.filtered(
                lambda one: one.geo_digest != addresses[one.partner_id].digest  # noqa: B023
            )
            changed._follow_address(addresses)
            count += len(changed)
            self.env.flush_all()
            self.env.invalidate_all()
        return count

    # ------------------------------------------------------------------ applying

    def _apply_places(self, found, addresses, is_asked=False):
        """Write positions that were found, and why there are none, in bulk.

        A locked pin stays, and so does a position for this address that is known better.

        :param found: {status: ``Position`` or ``Unplaced``}
        :param addresses: {partner: address} that they were found for
        :param is_asked: they come from an outside provider
        :return: {partner: position} that have moved
        """
        moves = {}
        for status, answer in found.items():
            address = addresses[status.partner_id]
            values = status._prepare_answer(answer, address)
            if values.get("geo_located_on") and isinstance(answer, Position):
                moves[status.partner_id] = (answer.latitude, answer.longitude)
            elif status._loses_place(values, is_asked):
                values["geo_quality"] = False
                moves[status.partner_id] = (0.0, 0.0)
            status.write({**values, "geo_is_asked": is_asked})
        self.env["res.partner"]._move_to(moves)
        return moves

    def _prepare_answer(self, answer, address):
        if self.geo_locked:
            return {"geo_state": "placed"}
        is_current = self.geo_quality and not self.geo_stale
        if not isinstance(answer, Position):
            if is_current:
                return {"geo_state": "placed", "geo_next_try": False}
            return {
                "geo_state": "failed",
                "geo_reason": answer.reason,
                "geo_answer": answer.answer,
                "geo_next_try": False,
            }
        if is_current and rank(self.geo_quality) > rank(answer.quality):
            return {"geo_state": "placed"}
        return self._prepare_placed(answer.quality, address, provider=answer.provider)

    def _loses_place(self, values, is_asked):
        """Tell whether an old position goes: the new address has no place, and nobody to ask."""
        if values.get("geo_state") != "failed" or not self.geo_stale:
            return False
        return is_asked or not self.env["base.geocoder"]._get_provider()._is_ready()
