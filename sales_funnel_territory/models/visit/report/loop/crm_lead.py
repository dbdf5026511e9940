from odoo import api, fields, models


class CrmLead(models.Model):
    """What call reports have changed of an opportunity; merged ones bring it along."""

    _inherit = "crm.lead"

    report_change_count = fields.Integer(
        "Changes by Call Reports",
        compute="_compute_report_change_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_report_change_count(self):
        counts = self.env["crm.call.report.change"]._count_accepted("lead_id", self)
        for lead in self:
            lead.report_change_count = counts.get(lead._origin, 0)

    def action_open_report_changes(self):
        return self.env["crm.call.report.change"]._open_of("lead_id", self)

    @api.model
    def _get_merged_models(self):
        return [
            *super()._get_merged_models(),
            "crm.call.report.deal",
            "crm.call.report.change",
        ]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        # sudo: reports on leads that the merging person may not all read
        deals = self.env["crm.call.report.deal"].sudo()
        deals.search([("lead_id", "in", opportunities.ids)])._move_to(self.sudo())
        Change = self.env["crm.call.report.change"]
        Change._follow_merge("crm.lead", "lead_id", opportunities, self)
        return result
