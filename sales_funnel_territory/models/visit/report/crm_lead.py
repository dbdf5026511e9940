from odoo import api, fields, models
from odoo.tools import SQL


class CrmLead(models.Model):
    """Reports on an opportunity, and what was agreed on it, stay with it through a merge."""

    _inherit = "crm.lead"

    @api.model
    def _noted_sql(self, leads):
        relation = SQL(
            "EXISTS (SELECT FROM crm_call_report_lead_rel WHERE crm_lead_id = ANY(%s))", leads.ids
        )
        return [*super()._noted_sql(leads), relation]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        # sudo: reports on leads that the merging person may not all read
        reports = self.env["crm.call.report"].sudo().with_context(active_test=False)
        reports = reports.search([("opportunity_ids", "in", opportunities.ids)])
        reports.write({"opportunity_ids": [fields.Command.link(self.id)]})
        items = self.env["crm.call.report.action"].sudo()
        items.search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return result
