from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ....planning.geometry import kept_area, simplify, write_area
from ....planning.geometry_errors import TooMuchOverlapError
from ....planning.neighbours import find_clashes

KINDS = [
    ("overlap", "Overlap"),
    ("gap", "Gap"),
]

MOST = 500


class CrmTerritoryClash(models.TransientModel):
    """Land that two zones have, or that lies between zones and belongs to none."""

    _name = "crm.territory.clash"
    _description = "Overlap or Gap of Zones"
    _order = "area_km2 desc, id"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    territory_ids = fields.Many2many(
        "crm.territory", string="Zones", readonly=True, help="That overlap, or lie around the gap."
    )
    territory_id = fields.Many2one(
        "crm.territory",
        string="Shall Belong To",
        domain="[('id', 'in', territory_ids)]",
        help="The zone that gets the land.",
    )
    area_km2 = fields.Float("Area (km²)", digits=(12, 2), readonly=True)
    boundary = fields.Json(readonly=True)
    is_solved = fields.Boolean(readonly=True)

    # ------------------------------------------------------------------ actions

    @api.model
    def action_find(self):
        """Look for overlaps and gaps of all zones one may see, and list them."""
        found = self._find()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Overlaps and Gaps"),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("id", "in", found.ids)],
            "help": self.env._("No zone overlaps another one, and there is no gap between them."),
        }

    def action_solve(self):
        """Give the land to the chosen zone, and take it from the others."""
        for clash in self.filtered("territory_id"):
            clash._solve()

    def _solve(self):
        if self.kind == "overlap":
            for other in self.territory_ids - self.territory_id:
                other.cut_out(self.territory_id)
        else:
            self.territory_id.add_area(kept_area(self.boundary))
        self.is_solved = True

    # ------------------------------------------------------------------ business

    @api.model
    def _find(self):
        return self.create(
            [
                {
                    "kind": "overlap" if clash.is_overlap else "gap",
                    "territory_ids": [Command.set(clash.zones)],
                    "territory_id": clash.zones[0],
                    "area_km2": clash.km2,
                    "boundary": write_area(clash.area),
                }
                for clash in self._find_clashes()
            ]
        )

    @api.model
    def _find_clashes(self):
        zones = self.env["crm.territory"].search(
            [("has_boundary", "=", True), ("is_zone", "=", True)]
        )
        try:
            found = find_clashes({zone.id: zone._get_area() for zone in zones})
        except TooMuchOverlapError as error:
            raise UserError(
                self.env._(
                    "So many zones overlap that they cannot all be compared, %(zone)s most of all: "
                    "draw its boundary anew or with fewer corners, then look again.",
                    zone=zones.browse(error.zone).display_name,
                )
            ) from error
        return found[:MOST]  # the largest ones: whoever solves these looks again

    @api.model
    def read_map(self):
        """Return overlaps and gaps for the map: [{kind, zones, km2, boundary}]."""
        names = {}
        found = []
        for clash in self._find_clashes():
            zones = self.env["crm.territory"].browse(clash.zones)
            names.update({zone.id: zone.name for zone in zones})
            found.append(
                {
                    "kind": "overlap" if clash.is_overlap else "gap",
                    "zones": [names[zone] for zone in clash.zones],
                    "km2": round(clash.km2, 2),
                    "boundary": write_area(simplify(clash.area, 0.0005)),
                }
            )
        return found
