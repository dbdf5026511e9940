from odoo import api, models
from odoo.fields import Domain


class CrmFunnelChecklist(models.AbstractModel):
    """Can workload be counted? Customers of territories need a visit frequency."""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("jobs"), "visit_frequency")
        return keys

    def _step_visit_frequency(self):
        title = self.env._("Say how often customers are visited")
        if not self.env["crm.territory"].search_count([], limit=1):
            text = self.env._("Comes with your first territory: its workload is made of visits.")
            return self._make_step("todo", title, text)
        count = self.env["res.partner"].search_count(self._get_unvisited())
        if not count:
            text = self.env._("All customers in territories have a visit frequency.")
            return self._make_step("done", title, text)
        text = self.env._(
            "%(count)s customers in territories have no visit frequency, neither their own nor "
            "their class's: no work is counted for them.",
            count=count,
        )
        return self._make_step("attention", title, text, self.env._("Show Them"))

    def _open_visit_frequency(self):
        action = self._get_action("sales_funnel_territory.res_partner_action_customer")
        return {**action, "domain": list(self._get_unvisited()), "context": {}}

    def _get_unvisited(self):
        return (
            Domain("is_sales_customer", "=", True)
            & Domain("territory_id", "!=", False)
            & Domain("has_visit_frequency", "=", False)
        )
