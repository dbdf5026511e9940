from odoo import api, models
from odoo.tools import SQL


class CrmLead(models.Model):
    """What is noted about leads goes along when they are merged.

    Most leads that Odoo merges by itself (lead assignment) have nothing of ours yet: one query
    finds that out for all.
    """

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        if self._is_anything_noted(opportunities):
            self._merge_own_rows(opportunities)
        return result

    def _merge_own_rows(self, opportunities):
        """Bring our rows about other leads to this one; equal ones are combined."""

    @api.model
    def _get_merged_models(self):
        """Return the models whose rows point at a lead by ``lead_id`` and move when merged."""
        return []

    @api.model
    def _is_anything_noted(self, leads):
        """Tell whether there is any row of ours about these leads, in one query."""
        tables = SQL(" OR ").join(self._noted_sql(leads))
        [(is_any,)] = self.env.execute_query(SQL("SELECT %s", tables))
        return is_any

    @api.model
    def _noted_sql(self, leads):
        """Return conditions, each of which says that there is a row of ours about leads."""
        tables = []
        for name in self._get_merged_models():
            self.env[name].flush_model(["lead_id"])
            tables.append(
                SQL(
                    "EXISTS (SELECT FROM %s WHERE lead_id = ANY(%s))",
                    SQL.identifier(self.env[name]._table),
                    leads.ids,
                )
            )
        return tables
