from odoo import api, models

from ....planning.places import (
    Address,
    Position,
    city_keys,
    decide,
    parse_query,
    postcode_key,
    postcode_prefixes,
)
from ....tools.city_centres import find_cities
from ....tools.geo_providers import NOMINATIM


class BaseGeocoder(models.AbstractModel):
    """Positions from lists of postcodes and cities, for our jobs and for Odoo's own buttons."""

    _inherit = "base.geocoder"

    # ------------------------------------------------------------------ as Odoo's provider

    @api.model
    def _geo_query_address_sft_offline(
        self, street=None, zip=None, city=None, state=None, country=None  # noqa: A002
    ):  # fmt: skip
        parts = (street, zip, city, state, country)
        return "; ".join((part or "").replace(";", ",") for part in parts)

    @api.model
    def _call_sft_offline(self, addr, **kw):
        """Find a position without asking anybody.

        :return: (latitude, longitude), or None if the lists do not tell
        """
        asked = parse_query(addr or "")
        code = self._find_country_code(asked.country or kw.get("force_country") or "")
        address = Address(asked.street, asked.zip, asked.city, asked.state, code)
        found = self._locate_offline([address])[0]
        return (found.latitude, found.longitude) if isinstance(found, Position) else None

    @api.model
    def _find_country_code(self, name):
        Country = self.env["res.country"].with_context(lang="en_US")
        return Country.search([("name", "=ilike", name.strip())], limit=1).code or ""

    # ------------------------------------------------------------------ in bulk

    @api.model
    def _locate_offline(self, addresses):
        """Return a position, or why there is none, for each address.

        :param addresses: list of ``planning.places.Address``
        """
        postcodes = [(one.country, postcode_key(one.zip)) for one in addresses]
        exact, beginnings = self._find_postcodes(postcodes)
        cities = find_cities(
            {(one.country, key) for one in addresses for key in city_keys(one.city)}
        )
        return [
            decide(
                address,
                exact.get(postcode),
                {key: cities.get((address.country, key), ()) for key in city_keys(address.city)},
                beginnings.get(postcode),
            )
            for address, postcode in zip(addresses, postcodes, strict=True)
        ]

    @api.model
    def _find_postcodes(self, asked):
        """Return the centres of postcodes, and of those that begin like the others."""
        # sudo: centres of postcodes are no secret; the table is for administrators
        Place = self.env["crm.postcode.place"].sudo()
        exact = Place._find_centres({pair for pair in asked if pair[1]})
        tries = {
            (country, postcode): [(country, part) for part in postcode_prefixes(postcode)]
            for country, postcode in asked
            if postcode and (country, postcode) not in exact
        }
        known = Place._find_beginnings({part for parts in tries.values() for part in parts})
        beginnings = {
            pair: next((known[part] for part in parts if part in known), None)
            for pair, parts in tries.items()
        }
        return exact, beginnings

    # ------------------------------------------------------------------ one, from outside

    @api.model
    def _locate_outside(self, provider, address):
        """Ask a provider where an address lies.

        :raises UserError: when the provider fails, in its words
        :return: ``Position`` or ``Unplaced``
        """
        if provider.tech_name in ("openstreetmap", NOMINATIM):
            return self._ask_nominatim(provider, address)
        return self._ask_as_odoo_does(provider, address)
