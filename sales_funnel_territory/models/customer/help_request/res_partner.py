from odoo import api, fields, models

from ..res_partner_customer import SALES


class ResPartner(models.Model):
    """Help is asked for from the customer."""

    _inherit = "res.partner"

    help_request_ids = fields.One2many(
        "crm.help.request", "partner_id", "Help Requests", groups=SALES
    )
    help_open_count = fields.Integer(
        "Open Help Requests", compute="_compute_help_open_count", groups=SALES
    )

    @api.depends("help_request_ids.state")
    def _compute_help_open_count(self):
        groups = self.env["crm.help.request"]._read_group(
            [("partner_id", "in", self.ids), ("state", "=", "asked")], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.help_open_count = counts.get(partner.id, 0)

    def action_ask_help(self):
        """Open the dialog that asks a colleague for help with this customer."""
        self.ensure_one()
        return self.env["crm.help.request"]._get_ask_action(
            {"default_partner_id": self.commercial_partner_id.id}
        )

    def action_open_help(self):
        self.ensure_one()
        return self.env["crm.help.request"]._get_list_action([("partner_id", "=", self.id)])
