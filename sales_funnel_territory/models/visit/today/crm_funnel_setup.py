from odoo import api, models


class CrmFunnelSetup(models.Model):
    """A rep who opens the app sees his day first."""

    _inherit = "crm.funnel.setup"

    @api.model
    def _get_usual_first_screen(self):
        if self.env["crm.today"]._is_first_screen():
            return self.env["ir.actions.client"]._for_xml_id(
                "sales_funnel_territory.crm_today_action"
            )
        return super()._get_usual_first_screen()
