from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....planning.geometry import (
    area_km2,
    kept_area,
    label_point,
    load,
    read_area,
    write_area,
)
from ....planning.geometry_errors import GeometryError
from ....tools.geometry_sentences import explain


class CrmTerritory(models.Model):
    """The drawn area: checked and put in order before it is kept, measured afterwards."""

    _inherit = "crm.territory"

    # read where it is needed: a list of territories does without thousands of corners
    boundary = fields.Json(prefetch=False)
    area_km2 = fields.Float(
        "Area (km²)",
        digits=(12, 2),
        compute="_compute_place",
        store=True,
        tracking=True,
        help="Of the drawn area, holes taken off.",
    )
    latitude = fields.Float(
        digits=(10, 7),
        compute="_compute_place",
        store=True,
        aggregator=None,
        help="Where its name stands on the map.",
    )
    longitude = fields.Float(digits=(10, 7), compute="_compute_place", store=True, aggregator=None)

    # ------------------------------------------------------------------ computes

    @api.depends("boundary")
    def _compute_place(self):
        for territory in self:
            area = territory._measure_area()
            territory.area_km2 = area_km2(area) if area else 0
            longitude, latitude = label_point(area) if area else (0, 0)
            territory.update({"latitude": latitude, "longitude": longitude})

    @api.depends("area_km2")
    def _compute_has_boundary(self):
        """Told by its size: the corners stay where they are."""
        for territory in self:
            territory.has_boundary = territory.area_km2 > 0

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._tidy_boundary(vals, vals.get("name") or "") for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if "boundary" in vals:
            vals = self._tidy_boundary(vals, ", ".join(self.mapped("name")))
            if all((one.boundary or False) == (vals["boundary"] or False) for one in self):
                # drawn back to what it was: nothing waits for being applied
                vals = {name: value for name, value in vals.items() if name != "boundary"}
        return super().write(vals)

    # ------------------------------------------------------------------ business

    def _tidy_boundary(self, vals, name):
        """Return the values with the boundary in order; refuse one that is no area."""
        if not vals.get("boundary"):
            return vals
        return {**vals, "boundary": self._read_boundary(vals["boundary"], name)}

    def _read_boundary(self, boundary, name):
        """Return the GeoJSON geometry to keep, or say in a sentence what is wrong with it.

        :param boundary: GeoJSON (a geometry, Feature or FeatureCollection), as text or parsed
        :param name: of the territory, for the sentence
        """
        try:
            found = load(boundary) if isinstance(boundary, str) else boundary
            return write_area(read_area(found))
        except GeometryError as error:
            raise ValidationError(explain(self.env, error, name))

    def _measure_area(self):
        """Return the area, checked: while one draws it is not kept yet, and may be none."""
        try:
            return read_area(self.boundary) if self.boundary else None
        except GeometryError:
            return None

    def _get_area(self):
        """Return the kept area of one territory; None without one."""
        return kept_area(self.boundary) if self.boundary else None
