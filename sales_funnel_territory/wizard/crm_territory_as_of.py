from odoo import fields, models
from odoo.tools import format_date


class CrmTerritoryAsOf(models.TransientModel):
    """Choose the day as of which to see whose customer each one was."""

    _name = "crm.territory.as.of"
    _description = "Customers as of a Day"

    date = fields.Date("As Of", required=True, default=fields.Date.context_today)
    territory_id = fields.Many2one(
        "crm.territory", help="This territory and those below it. Empty: all."
    )

    def action_open(self):
        """Open the report as of the day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_territory_membership_report_action"
        )
        domain = [("as_of", "=", fields.Date.to_string(self.date))]
        if self.territory_id:
            domain.append(("territory_id", "child_of", self.territory_id.ids))
        name = self.env._(
            "Customers by Territory as of %(day)s", day=format_date(self.env, self.date)
        )
        # a name of its own: the browser's address is that of today's report otherwise
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": domain,
            "context": {},
            "path": False,
        }
