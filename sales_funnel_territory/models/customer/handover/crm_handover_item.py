from odoo import fields, models

from ....tools.past_many2one import PastMany2one

ITEM_STATES = [
    ("planned", "To Hand Over"),
    ("moved", "Handed Over"),
    ("refused", "Refused"),
    ("undone", "Put Back"),
    ("kept", "Not Put Back"),
]


class CrmHandoverItem(models.Model):
    """One record in a hand-over: what it was before, what it is since, why it was refused."""

    _name = "crm.handover.item"
    _description = "Record in a Hand-over"
    _order = "handover_id desc, kind, name, id"

    handover_id = fields.Many2one("crm.handover", required=True, index=True, ondelete="cascade")
    line_id = fields.Many2one("crm.handover.line", index=True, ondelete="cascade")
    kind = fields.Selection(
        selection=lambda self: self.env["crm.handover.source"]._get_kinds(), required=True
    )
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    name = fields.Char()
    partner_id = fields.Many2one(related="line_id.partner_id", string="Customer", store=True)
    state = fields.Selection(ITEM_STATES, default="planned", required=True, index=True)
    sentence = fields.Char("Why", help="Why it was refused, or could not be put back.")
    before = fields.Json()
    after = fields.Json()
    to_user_id = PastMany2one("res.users", string="To (record)")
    to_name = fields.Char("Handed Over To")

    _record_index = models.Index("(res_model, res_id)")

    def action_open_record(self):
        """Open what was handed over, as far as one may."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
