from odoo import api, fields, models

STATES = [
    ("new", "New"),
    ("update", "New Boundary"),
    ("bad", "Cannot Be Kept"),
]


class CrmTerritoryImportLine(models.TransientModel):
    """What is going to happen with one feature of the file."""

    _name = "crm.territory.import.line"
    _description = "Territory to Import"
    _order = "number"

    import_id = fields.Many2one("crm.territory.import", required=True, ondelete="cascade")
    number = fields.Integer("No.", readonly=True)
    name = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    territory_id = fields.Many2one("crm.territory", readonly=True, ondelete="cascade")
    boundary = fields.Json(readonly=True, prefetch=False)
    area_km2 = fields.Float("Area (km²)", digits=(12, 2), readonly=True)
    problem = fields.Char(readonly=True)
    state = fields.Selection(STATES, "What Happens", compute="_compute_state")

    @api.depends("problem", "territory_id")
    def _compute_state(self):
        for line in self:
            kept = "update" if line.territory_id else "new"
            line.state = "bad" if line.problem else kept

    def _apply(self):
        """Keep these: a known territory gets the boundary, the others are created."""
        for line in self.filtered("territory_id"):
            line.territory_id.boundary = line.boundary
        new = self.filtered(lambda line: not line.territory_id)
        parent = self.import_id.parent_id
        created = self.env["crm.territory"].create(
            [
                {
                    "name": line.name or line.code,
                    "code": line.code or False,
                    "boundary": line.boundary,
                    "parent_id": parent.id,
                    "company_id": parent.company_id.id,
                    "color": line.number % 11 + 1,
                }
                for line in new
            ]
        )
        return self.territory_id | created
