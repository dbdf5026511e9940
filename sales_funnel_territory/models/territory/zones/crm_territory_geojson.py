import json

from odoo import models
from odoo.exceptions import UserError


class CrmTerritory(models.Model):
    """Drawn areas as a GeoJSON file, for other maps."""

    _inherit = "crm.territory"

    def action_export_geojson(self):
        """Download the drawn areas of these territories."""
        drawn = self.filtered("has_boundary")
        if not drawn:
            raise UserError(
                self.env._("None of these territories has a drawn area: draw one on the map first.")
            )
        ids = ",".join(map(str, drawn.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/sales_funnel_territory/territories.geojson?ids={ids}",
            "target": "download",
        }

    def _to_geojson(self):
        """Return a FeatureCollection of the drawn areas, as text."""
        features = [
            {
                "type": "Feature",
                "properties": territory._prepare_geojson_properties(),
                "geometry": territory.boundary,
            }
            for territory in self.filtered("has_boundary")
        ]
        collection = {"type": "FeatureCollection", "features": features}
        return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))

    def _prepare_geojson_properties(self):
        """Return what a map elsewhere shows of a territory, and what an import finds it by."""
        self.ensure_one()
        return {
            "name": self.name,
            "code": self.code or None,
            "part_of": self.parent_id.complete_name or None,
            "owner": self.user_id.name or None,
            "area_km2": round(self.area_km2, 2),
        }
