from odoo import api, models
from odoo.fields import Domain


class CrmFunnelChecklist(models.AbstractModel):
    """Can visits be planned, and workload counted? Customers need a visit frequency."""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("jobs"), "visit_frequency")
        return keys

    def _step_visit_frequency(self):
        title = self.env._("Say how often customers are visited")
        count = self.env["res.partner"].search_count(self._get_unvisited())
        if not count and not self._has_territories():
            text = self.env._("All customers have a visit frequency.")
            return self._make_step("done", title, text)
        if not count:
            text = self.env._("All customers in territories have a visit frequency.")
            return self._make_step("done", title, text)
        if not self._has_territories():
            text = self.env._(
                "%(count)s customers have no visit frequency, neither their own nor their "
                "class's: they are never due, and stand in no plan. Confirm their class in the "
                "Class Review, or enter a frequency.",
                count=count,
            )
            return self._make_step("attention", title, text, self.env._("Show Them"))
        text = self.env._(
            "%(count)s customers in territories have no visit frequency, neither their own nor "
            "their class's: no work is counted for them.",
            count=count,
        )
        return self._make_step("attention", title, text, self.env._("Show Them"))

    def _open_visit_frequency(self):
        action = self._get_action("sales_funnel_territory.res_partner_action_customer")
        return {**action, "domain": list(self._get_unvisited()), "context": {}}

    def _has_territories(self):
        return bool(self.env["crm.territory"].search_count([], limit=1))

    def _get_unvisited(self):
        customers = Domain("is_sales_customer", "=", True)
        if self._has_territories():  # elsewhere nobody asks for visits
            customers &= Domain("territory_id", "!=", False)
        return customers & Domain("has_visit_frequency", "=", False)
