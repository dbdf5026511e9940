import hashlib

from odoo import http
from odoo.http import content_disposition, request

WEEK = 7 * 24 * 3600


class CrmTerritoryController(http.Controller):
    """Files of territories and of the map under them; whoever may read territories gets them."""

    @http.route("/sales_funnel_territory/territories.geojson", type="http", auth="user")
    def territories(self, ids=""):
        """Download drawn areas.

        :param ids: of territories, separated by commas; those one may not read are left out
        """
        wanted = [int(part) for part in ids.split(",") if part.strip().isdecimal()]
        Territory = request.env["crm.territory"].with_context(active_test=False)
        text = Territory.search([("id", "in", wanted)])._to_geojson()
        headers = [
            ("Content-Type", "application/geo+json; charset=utf-8"),
            ("Content-Disposition", content_disposition("territories.geojson")),
        ]
        return request.make_response(text, headers)

    @http.route("/sales_funnel_territory/outlines.json", type="http", auth="user")
    def outlines(self, **_version):
        """The outlines an administrator has put in the place of ours."""
        request.env["crm.territory"]._check_map_reader()
        text = request.env["crm.territory"]._read_own_outlines()
        if text is None:
            raise request.not_found()
        headers = [
            ("Content-Type", "application/json"),
            ("Cache-Control", f"private, max-age={WEEK}"),
            ("ETag", hashlib.sha256(text).hexdigest()[:16]),
        ]
        return request.make_response(text, headers)
