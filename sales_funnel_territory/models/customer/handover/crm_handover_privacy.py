from odoo import api, models
from odoo.tools import SQL

# Where somebody's name of the day stands, and the id beside it.
_NAMED = (
    ("crm_customer_responsible", "customer_name", "partner_id", "partner"),
    ("crm_customer_responsible", "user_name", "user_id", "user"),
    ("crm_customer_responsible", "changed_by_name", "changed_by_id", "user"),
    ("crm_handover", "from_name", "from_user_id", "user"),
    ("crm_handover_line", "name", "partner_id", "partner"),
    ("crm_handover_item", "name", "partner_id", "partner"),
    ("crm_handover_item", "to_name", "to_user_id", "user"),
)


class CrmHandover(models.Model):
    """Erasing a person on request: names of the day go, the rows stay."""

    _inherit = "crm.handover"

    @api.model
    def _erase_person(self, partner_ids, user_ids):
        """Replace somebody's name in hand-overs and in who was responsible; return in how many."""
        self.env.flush_all()
        label, count = self.env._("Erased person"), 0
        ids = {"partner": list(partner_ids), "user": list(user_ids)}
        people = SQL(
            "res_model = 'res.partner' AND res_id = ANY(%s) AND kind = 'contact'", ids["partner"]
        )
        for table, column, id_column, kind in _NAMED:
            self._erase_column(
                table, column, SQL("%s = ANY(%s)", SQL.identifier(id_column), ids[kind]), label
            )
            count += self.env.cr.rowcount
        self._erase_column("crm_handover_item", "name", people, label)
        self.env.invalidate_all(flush=False)
        return count + self.env.cr.rowcount

    @api.model
    def _erase_column(self, table, column, condition, label):
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = %(label)s"
                " WHERE %(condition)s AND %(column)s IS DISTINCT FROM %(label)s",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                label=label,
                condition=condition,
            )
        )
