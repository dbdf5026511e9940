from odoo import api, models
from odoo.tools import SQL

# Where the name of somebody stands, and the id beside it: (id, name, kind of record).
NAMED = (
    ("user_id", "user_name", "user"),
    ("changed_by_id", "changed_by_name", "user"),
    ("customer_id", "customer_name", "partner"),
)


class CrmLeadHistory(models.Model):
    """Erasing a person on request: the one thing that changes the past.

    Names go, ids and figures stay: totals are the same as before, and nobody is recognised.
    """

    _inherit = "crm.lead.history"

    @api.model
    def _erase_person(self, partner_ids, user_ids, name):
        """Replace somebody's name in all rows, closed ones too; return in how many.

        :param partner_ids: the person's contacts, also deleted ones
        :param user_ids: the person's users, also deleted ones
        :param name: the name as it was, to find it in the names of opportunities
        """
        self.env.flush_all()
        is_named = {
            column: SQL("%s = ANY(%s)", SQL.identifier(id_column),
                        list(user_ids if kind == "user" else partner_ids))
            for id_column, column, kind in NAMED
        }  # fmt: skip
        # typed in by hand, without a contact
        is_named["customer_name"] = SQL(
            "(%s OR (customer_id IS NULL AND lower(customer_name) = lower(%s)))",
            is_named["customer_name"],
            name,
        )
        is_theirs = SQL(
            "(partner_id = ANY(%(ids)s) OR customer_id = ANY(%(ids)s)"
            " OR (partner_id IS NULL AND lower(customer_name) = lower(%(name)s)))",
            ids=list(partner_ids),
            name=name,
        )
        is_named["lead_name"] = SQL(
            "(%s AND strpos(lower(lead_name), lower(%s)) > 0)", is_theirs, name
        )
        self.env.cr.execute(self._erase_sql(is_named, name))
        count = self.env.cr.rowcount
        self.invalidate_model()
        return count

    @api.model
    def _erase_sql(self, is_named, name):
        label = self.env._("Erased person")
        erased = {column: SQL("%s", label) for column in is_named}
        erased["lead_name"] = SQL(
            "regexp_replace(lead_name, '(?i)' || %s, %s, 'g')", _literal(name), label
        )
        return SQL(
            "UPDATE crm_lead_history SET %s WHERE %s",
            SQL(", ").join(
                SQL(
                    "%(column)s = CASE WHEN %(found)s THEN %(erased)s ELSE %(column)s END",
                    column=SQL.identifier(column),
                    found=found,
                    erased=erased[column],
                )
                for column, found in is_named.items()
            ),
            SQL(" OR ").join(
                SQL("(%s AND %s IS DISTINCT FROM %s)", found, SQL.identifier(column), label)
                for column, found in is_named.items()
            ),
        )


def _literal(text):
    """Return a regular expression of PostgreSQL that finds exactly this text."""
    return "".join(char if char.isalnum() or char == " " else f"\\{char}" for char in text)
