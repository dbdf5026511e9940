import requests
from odoo import api, models

from ....planning.nominatim import as_query, read_answer
from ....planning.places import Position, Unplaced
from ....tools.geo_providers import NOMINATIM, NOMINATIM_SERVER

PUBLIC_SERVER = "https://nominatim.openstreetmap.org"
TIMEOUT = 10  # seconds


class BaseGeocoder(models.AbstractModel):
    """Providers that are asked over the network, one address at a time."""

    _inherit = "base.geocoder"

    @api.model
    def _call_sft_nominatim(self, addr, **kw):
        """Ask our own Nominatim server, for Odoo's buttons."""
        if not addr:
            return None
        found = read_answer(self._fetch_nominatim(NOMINATIM, {"q": addr}), has_street=True)
        return (found.latitude, found.longitude) if isinstance(found, Position) else None

    @api.model
    def _ask_nominatim(self, provider, address):
        rows = self._fetch_nominatim(provider.tech_name, as_query(address))
        found = read_answer(rows, has_street=bool(address.street))
        if isinstance(found, Unplaced):
            return found
        return Position(found.latitude, found.longitude, found.quality, provider.name)

    @api.model
    def _fetch_nominatim(self, tech_name, query):
        """Return the rows a Nominatim server answers with.

        :raises UserError: when it does not answer, or not with rows
        """
        server = self._get_nominatim_server(tech_name)
        params = {**query, "format": "jsonv2", "limit": 3, "accept-language": "en"}
        headers = {"User-Agent": "Odoo (http://www.odoo.com/contactus)"}  # as Odoo says it
        try:
            answer = requests.get(
                f"{server}/search", params=params, headers=headers, timeout=TIMEOUT
            )
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError) as error:
            self._raise_query_error(error)

    @api.model
    def _get_nominatim_server(self, tech_name):
        if tech_name != NOMINATIM:
            return PUBLIC_SERVER
        # sudo: the address of a server that an administrator entered in the settings
        server = self.env["ir.config_parameter"].sudo().get_param(NOMINATIM_SERVER) or ""
        if not server.strip():
            self._raise_query_error(self.env._("no server is entered in the settings"))
        return server.strip().rstrip("/")

    @api.model
    def _ask_as_odoo_does(self, provider, address):
        """Ask a provider of Odoo or of another module; it says nothing about the quality."""
        country = self.env["res.country"].with_context(lang="en_US")
        country = country.search([("code", "=", address.country)], limit=1).name
        text = self.geo_query_address(
            street=address.street, zip=address.zip, city=address.city, state=address.state,
            country=country,
        )  # fmt: skip
        found = self.geo_find(text, force_country=country)
        if not found:
            return Unplaced("not_found")
        return Position(*found, "street" if address.street else "city", provider.name)
