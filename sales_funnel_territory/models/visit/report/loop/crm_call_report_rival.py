from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmCallReportRival(models.Model):
    """A competitor that was seen, or heard of, at the customer."""

    _name = "crm.call.report.rival"
    _inherit = "crm.call.report.heard"
    _description = "Competitor in a Call Report"
    _order = "report_id, sequence, id"
    _named_records = ("competitor_id",)

    competitor_id = fields.Many2one(
        "res.partner",
        string="Contact of the Competitor",
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_company', '=', True), ('id', '!=', customer_id)]",
        help="Where the competitor is among the contacts; else the name alone will do.",
    )
    name = fields.Char(
        "Competitor", compute="_compute_name", store=True, readonly=False, precompute=True
    )
    notes = fields.Char("What Was Seen", help="Where he is strong or weak here, whom he knows.")

    @api.depends("competitor_id")
    def _compute_name(self):
        for rival in self:
            # the name stays when the contact goes
            rival.name = rival.competitor_id.name or rival.name

    @api.constrains("name", "competitor_id")
    def _check_name(self):
        if not all((rival.name or "").strip() for rival in self):
            raise ValidationError(
                self.env._("A competitor needs a name. Enter it, or choose his contact.")
            )
