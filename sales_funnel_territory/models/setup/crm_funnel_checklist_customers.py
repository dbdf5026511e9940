from odoo import api, models


class CrmFunnelChecklist(models.AbstractModel):
    """Who are the customers? Nobody is marked without having been looked through."""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("stages"), "customers")
        return keys

    def _step_customers(self):
        Partner = self.env["res.partner"]
        proposed = Partner.search_count(Partner._get_customer_candidates())
        marked = Partner.search_count([("is_sales_customer", "=", True)])
        title = self.env._("Say who your customers are")
        if not proposed:
            text = self.env._(
                "%(marked)s customers. Everybody with an opportunity or a salesperson is one.",
                marked=marked,
            )
            return self._make_step("done", title, text)
        text = self.env._(
            "%(marked)s customers; %(proposed)s more are proposed, as they have an opportunity or "
            "a salesperson. Look them through and make those customers that are.",
            marked=marked,
            proposed=proposed,
        )
        return self._make_step("todo", title, text, self.env._("Look Them Through"))

    def _open_customers(self):
        return self._get_action("sales_funnel_territory.res_partner_candidate_action")
