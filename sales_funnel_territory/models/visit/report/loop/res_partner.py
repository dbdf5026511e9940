from odoo import fields, models


class ResPartner(models.Model):
    """What call reports have changed of a customer, or of a person."""

    _inherit = "res.partner"

    report_change_count = fields.Integer(
        "Changes by Call Reports",
        compute="_compute_report_change_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_report_change_count(self):
        counts = self.env["crm.call.report.change"]._count_accepted("partner_id", self)
        for partner in self:
            partner.report_change_count = counts.get(partner._origin, 0)

    def action_open_report_changes(self):
        return self.env["crm.call.report.change"]._open_of("partner_id", self)
