from odoo import api, models
from odoo.tools import SQL


class CrmTerritory(models.Model):
    """Another owner of a zone is another main responsible of its customers, if so wished."""

    _inherit = "crm.territory"

    @api.model
    def _after_owner_changes(self, changes):
        result = super()._after_owner_changes(changes)
        if self.env["res.company"]._is_owner_followed():
            self.env["res.partner"]._follow_owners(self._find_moves(changes))
        return result

    @api.model
    def _forget_rules_changed(self):
        """All rules are applied to all customers: to leads without a customer as well."""
        result = super()._forget_rules_changed()
        # sudo: rules place leads, whoever applied them
        self.env["crm.lead"].sudo()._settle_without_customer()
        return result

    @api.model
    def _find_moves(self, territory_ids):
        """Return {customer's id: (territory, territory)} of who belongs to these territories."""
        self.env["res.partner"].flush_model(["territory_id", "is_sales_customer"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id, territory_id FROM res_partner
                WHERE territory_id = ANY(%s) AND is_sales_customer""",
                list(territory_ids),
            )
        )
        return {partner_id: (territory_id, territory_id) for partner_id, territory_id in rows}
