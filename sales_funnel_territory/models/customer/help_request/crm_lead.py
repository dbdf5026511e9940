from odoo import api, fields, models

from ..res_partner_customer import SALES


class CrmLead(models.Model):
    """Help is asked for from the opportunity; merged ones bring their requests along."""

    _inherit = "crm.lead"

    help_request_ids = fields.One2many("crm.help.request", "lead_id", "Help Requests", groups=SALES)
    help_open_count = fields.Integer(
        "Open Help Requests", compute="_compute_help_open_count", groups=SALES
    )

    @api.depends("help_request_ids.state")
    def _compute_help_open_count(self):
        groups = self.env["crm.help.request"]._read_group(
            [("lead_id", "in", self.ids), ("state", "=", "asked")], ["lead_id"], ["__count"]
        )
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.help_open_count = counts.get(lead.id, 0)

    def action_ask_help(self):
        """Open the dialog that asks a colleague for help with this opportunity."""
        self.ensure_one()
        return self.env["crm.help.request"]._get_ask_action({"default_lead_id": self.id})

    def action_open_help(self):
        self.ensure_one()
        return self.env["crm.help.request"]._get_list_action([("lead_id", "=", self.id)])

    @api.model
    def _get_merged_models(self):
        return [*super()._get_merged_models(), "crm.help.request"]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        # sudo: requests about leads that the merging person may not all read
        requests = self.env["crm.help.request"].sudo()
        requests.search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return result
