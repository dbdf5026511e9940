from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CrmHandoverLine(models.Model):
    """A customer in a hand-over, with all that belongs to him: who takes him over."""

    _name = "crm.handover.line"
    _description = "Customer in a Hand-over"
    _order = "name, id"

    handover_id = fields.Many2one(
        "crm.handover", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index=True, ondelete="set null"
    )
    name = fields.Char("Customer (name then)", readonly=True)
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        readonly=True,
        ondelete="set null",
        help="The team of the customer's opportunities.",
    )
    to_user_id = fields.Many2one(
        "res.users",
        string="Handed Over To",
        ondelete="restrict",
        compute="_compute_to_user_id",
        store=True,
        readonly=False,
        help="Who takes over this customer and all that belongs to him.",
    )
    state = fields.Selection(related="handover_id.state")
    item_ids = fields.One2many("crm.handover.item", "line_id")
    content = fields.Char(compute="_compute_content", help="What there is of this customer.")

    @api.depends("handover_id.to_user_id")
    def _compute_to_user_id(self):
        for line in self:
            line.to_user_id = line.handover_id.to_user_id

    @api.depends("item_ids")
    def _compute_content(self):
        labels = dict(self.env["crm.handover.source"]._get_kinds())
        groups = self.env["crm.handover.item"]._read_group(
            [("line_id", "in", self.ids)], ["line_id", "kind"], ["__count"]
        )
        parts = {}
        for line, kind, count in groups:
            parts.setdefault(line.id, []).append(f"{labels.get(kind, kind)}: {count}")
        for line in self:
            line.content = ", ".join(parts.get(line.id, []))

    def write(self, vals):
        if not self.env.su and set(vals) - {"to_user_id"}:
            raise AccessError(
                self.env._("Of a hand-over's customers one chooses who takes them over, no more.")
            )
        if not self.env.su and any(line.state != "draft" for line in self):
            raise UserError(
                self.env._(
                    "%(name)s was handed over already: nothing to choose.", name=self[0].name
                )
            )
        result = super().write(vals)
        if "to_user_id" in vals:
            self.handover_id._check_people()
        return result
