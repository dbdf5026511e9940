from odoo import api, models
from odoo.fields import Domain

from ....planning.geometry import kept_area, simplify, write_area

FINE = 0.001  # degrees: what a map of zones shows; drawing starts from the boundary as kept


class CrmTerritory(models.Model):
    """Zones as the map draws them."""

    _inherit = "crm.territory"

    @api.model
    def read_map(self, domain=()):
        """Return the drawn territories one may see, larger ones first.

        :return: [{id, above, name, code, color, owner, level, km2, customers, label, boundary}];
            above are the ids of those it lies under, the boundary is simplified, the label
            [longitude, latitude]
        """
        if not self.has_access("read"):
            return []  # a map of customers is for others, too
        drawn = self.search(Domain(domain) & Domain("has_boundary", "=", True))
        counts = drawn._count_map_customers()
        shown = [zone._prepare_map(counts.get(zone.id, 0)) for zone in drawn]
        return sorted(shown, key=lambda zone: -zone["km2"])

    def _prepare_map(self, customers):
        self.ensure_one()
        area = simplify(kept_area(self.boundary), FINE)
        above = [int(part) for part in self.parent_path.split("/")[:-2]]
        return {
            "id": self.id,
            "above": above,
            "name": self.name,
            "code": self.code or "",
            "color": self.color,
            "owner": self.user_id.name or "",
            "level": len(above),
            "is_zone": self.is_zone,
            "km2": round(self.area_km2, 2),
            "customers": customers,
            "load": self.load_percent if self.load_state else False,
            "load_state": self.load_state,
            "label": [self.longitude, self.latitude],
            "boundary": write_area(area),
        }

    def _count_map_customers(self):
        """Count the customers of each territory that the person may see."""
        groups = self.env["res.partner"]._read_group(
            [("territory_id", "in", self.ids), ("is_sales_customer", "=", True)],
            ["territory_id"],
            ["__count"],
        )
        return {territory.id: count for territory, count in groups}
