import json
import re

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ....planning.geometry import features, load, read_area
from ....planning.geometry_errors import EmptyAreaError, GeometryError
from ....planning.outlines import Outline, pack
from ....tools.geometry_sentences import explain

PREFIX = "sales_funnel_territory.map_"
TILE_PLACES = {"{z}", "{x}", "{y}"}
TILE_WORDS = TILE_PLACES | {"{s}", "{r}", "{key}"}  # what Leaflet and we fill in
OUTLINES = f"{PREFIX}outlines"
MAX_OUTLINES_BYTES = 30_000_000
MAX_OUTLINES_POINTS = 1_000_000
OUTLINES_TOLERANCE = 0.02  # degrees
NAMES = ("name", "NAME", "Name", "ADMIN", "admin")
CODES = ("code", "ISO_A2_EH", "ISO_A2", "iso_a2", "iso_3166_1_alpha_2", "ISO3166-1-Alpha-2")


class CrmTerritory(models.Model):
    """What lies under the zones: our outlines or the administrator's, tiles if he wants them."""

    _inherit = "crm.territory"

    @api.model
    def read_base_map(self):
        """Return what the browser draws under a map; tiles only where a server is configured.

        :return: {outlines: address, states: address or False, names: {country code: name},
            tiles: {url, attribution} or False}
        """
        self._check_map_reader()
        own = self._get_own_outlines()
        return {
            "outlines": f"/sales_funnel_territory/outlines.json?v={own.checksum}"
            if own
            else "/sales_funnel_territory/static/data/outlines/countries.json",
            "states": not own and "/sales_funnel_territory/static/data/outlines/states/",
            "names": {
                country.code: country.name
                for country in self.env["res.country"].search_fetch([], ["code", "name"])
            },
            "tiles": self._get_tiles(),
        }

    @api.model
    def _check_map_reader(self):
        """Whoever works here may see a map: of customers, say, without a role in sales."""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("The map is for people who work here."))

    @api.model
    def _get_tiles(self):
        # sudo: parameters are the administrator's; an address of tiles is for every browser
        get = self.env["ir.config_parameter"].sudo().get_param
        url = get(f"{PREFIX}tile_url")
        if not url:
            return False
        return {
            "url": url.replace("{key}", get(f"{PREFIX}tile_key") or ""),
            "attribution": get(f"{PREFIX}tile_attribution") or "",
        }

    @api.model
    def _check_tile_url(self, url):
        """Refuse an address that is none of tiles, in a sentence."""
        if not url:
            return
        words = set(re.findall(r"\{.*?\}", url))
        if re.match(r"https?://[^/\s]+/\S*$", url) and TILE_PLACES <= words <= TILE_WORDS:
            return
        raise ValidationError(
            self.env._(
                "%(url)s is no address of map tiles: it begins with https:// and has {z}, {x} and "
                "{y} where the server wants zoom and position.",
                url=url,
            )
        )

    # ------------------------------------------------------------------ own outlines

    @api.model
    def _get_own_outlines(self):
        # sudo: the file is the administrator's, what it shows is for everybody who sees a map;
        # found by a parameter that he alone can write
        number = self.env["ir.config_parameter"].sudo().get_param(OUTLINES)
        return self.env["ir.attachment"].sudo().browse(int(number or 0)).exists()

    @api.model
    def _read_own_outlines(self):
        """Return the packed outlines as bytes, or None."""
        return self._get_own_outlines().raw or None

    @api.model
    def _replace_outlines(self, text, name):
        """Put a GeoJSON file of countries in the place of our outlines; nothing: ours again.

        :param text: the file, bytes
        :param name: of the file, for what is said about it
        """
        packed = json.dumps(self._pack_outlines(text, name)).encode() if text else None
        self._get_own_outlines().unlink()
        values = {"name": OUTLINES, "raw": packed, "mimetype": "application/json"}
        kept = self.env["ir.attachment"].create(values) if packed else False
        # sudo: whoever may open the settings of sales
        self.env["ir.config_parameter"].sudo().set_param(OUTLINES, kept and kept.id)

    @api.model
    def _pack_outlines(self, text, name):
        try:
            outlines = [
                Outline(
                    self._pick(feature.properties, CODES),
                    self._pick(feature.properties, NAMES),
                    read_area(feature.geometry, MAX_OUTLINES_POINTS),
                    bool(feature.properties.get("disputed")),
                )
                for feature in features(load(text, MAX_OUTLINES_BYTES))
            ]
            if not outlines:
                raise EmptyAreaError
        except GeometryError as error:
            raise ValidationError(explain(self.env, error, name))
        return pack(outlines, OUTLINES_TOLERANCE)

    @api.model
    def _pick(self, properties, names):
        """Return the first of these properties that says something."""
        found = (properties.get(name) for name in names)
        return next((str(value) for value in found if value and value != "-99"), "")
