from odoo import api, models


class CrmFunnelChecklist(models.AbstractModel):
    """Are duplicates found by names that are not quite the same? That takes pg_trgm."""

    _inherit = "crm.funnel.checklist"

    @api.model
    def _get_step_keys(self):
        keys = super()._get_step_keys()
        keys.insert(keys.index("jobs"), "duplicates")
        return keys

    def _step_duplicates(self):
        title = self.env._("Find duplicates before they are saved")
        if self.env["res.partner"]._can_compare_names():
            text = self.env._(
                "Whoever enters a company sees whom it may be: similar names, tax and registry "
                "numbers, phones and web domains are compared."
            )
            return self._make_step("done", title, text)
        text = self.env._(
            "Only names that are the same are found: the database lacks PostgreSQL's extension "
            "pg_trgm. Run CREATE EXTENSION pg_trgm in this database, then update the app."
        )
        return self._make_step("attention", title, text)

    def _open_duplicates(self):
        action = self._get_action("sales_funnel_territory.res_partner_action_customer")
        return {**action, "context": {"search_default_doubles": 1}}
