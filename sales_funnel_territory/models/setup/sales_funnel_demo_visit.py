from odoo import api, models
from odoo.tools import SQL


class SalesFunnelDemo(models.AbstractModel):
    """Visits of the demo company that are over: planned in time, so that they can be reported."""

    _inherit = "sales.funnel.demo"

    @api.model
    def _plan_past_visits(self):
        """Let visits of the demo have been entered a week before they took place."""
        self.env["crm.visit"].flush_model(["start"])
        self.env.cr.execute(
            SQL(
                """UPDATE crm_visit AS visit SET create_date = visit.start - interval '7 days'
                FROM ir_model_data AS data
                WHERE data.model = 'crm.visit' AND data.res_id = visit.id
                    AND data.module = 'sales_funnel_territory'
                    AND visit.start < visit.create_date"""
            )
        )
        self.env["crm.visit"].invalidate_model(["create_date"])

    @api.model
    def _have_been_here(self):
        """Let the people of the demo have logged in before: they keep their clock.

        Odoo takes the browser's time zone at somebody's first log-in; their visits were planned
        by the clock of their customers.
        """
        people = self.env["res.users"].search(
            [("id", "in", self._get_demo_people()), ("log_ids", "=", False)]
        )
        for person in people:
            person.with_user(person)._update_last_login()

    @api.model
    def _get_demo_people(self):
        domain = [("module", "=", "sales_funnel_territory"), ("model", "=", "res.users")]
        return self.env["ir.model.data"].search(domain).mapped("res_id")
