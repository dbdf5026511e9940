from odoo import api, models

REASON = "The lead came from his colleague's trade fair; both have agreed."


class SalesFunnelDemo(models.AbstractModel):
    """The demo company has had its territories for long, and won its orders in them."""

    _inherit = "sales.funnel.demo"

    @api.model
    def _tell_won_territories(self):
        """Let orders have been won where their customers are today."""
        self.env.cr.flush()
        won = self._get_demo_leads().filtered(lambda lead: lead.won_status == "won")
        for zone, leads in won.grouped(lambda lead: lead.partner_id.territory_id).items():
            leads.write({"won_territory_id": zone.id, "won_territory_name": zone.complete_name})
        self._correct_one(won.filtered("won_territory_id")[:1])

    @api.model
    def _correct_one(self, lead):
        """One credit was corrected by the manager, so that the list of them shows something."""
        manager = self.env.ref("sales_funnel_territory.user_manager")
        colleague = self.env.ref("sales_funnel_territory.user_rep2")
        dialog = self.env["crm.won.credit.correct"].with_user(manager)
        dialog.create(
            {
                "lead_ids": [(6, 0, lead.ids)],
                "user_id": colleague.id,
                "territory_id": lead.won_territory_id.id,
                "reason": REASON,
            }
        ).action_apply()
