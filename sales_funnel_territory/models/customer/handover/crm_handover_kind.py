from odoo import api, fields, models


class CrmHandoverKind(models.Model):
    """One kind of records in a hand-over: taken along or not, and how many there are."""

    _name = "crm.handover.kind"
    _description = "Kind in a Hand-over"
    _order = "id"
    _rec_name = "kind"

    handover_id = fields.Many2one(
        "crm.handover", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        selection=lambda self: self.env["crm.handover.source"]._get_kinds(), required=True
    )
    is_included = fields.Boolean("Hand Over", default=True)
    found_count = fields.Integer("Found", compute="_compute_counts")
    moved_count = fields.Integer("Handed Over", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")

    _kind_unique = models.Constraint(
        "UNIQUE(handover_id, kind)", "Each kind stands once in a hand-over."
    )

    @api.depends("handover_id.item_ids.state")
    def _compute_counts(self):
        groups = self.env["crm.handover.item"]._read_group(
            [("handover_id", "in", self.handover_id.ids)],
            ["handover_id", "kind", "state"],
            ["__count"],
        )
        counts = {(handover.id, kind, state): number for handover, kind, state, number in groups}
        for row in self:
            own = {
                state: counts.get((row.handover_id.id, row.kind, state), 0)
                for state in ("planned", "moved", "refused", "undone", "kept")
            }
            row.found_count = sum(own.values())
            row.moved_count = own["moved"] + own["undone"] + own["kept"]
            row.refused_count = own["refused"]

    def write(self, vals):
        result = super().write(vals)
        if "is_included" in vals:
            self.handover_id._forget_preview()
        return result
