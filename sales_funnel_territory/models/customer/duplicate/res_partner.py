from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ....tools.match_keys import (
    COLUMNS,
    IS_COMPARED,
    MATCH_KEYS,
    NAME_KEY,
    create_functions,
    drop_functions,
)

# Looked at are names that share so much of their trigrams, so many of them.
_LEAST_SHARE = "0.4"
_SET_THRESHOLD = "SELECT set_config('pg_trgm.similarity_threshold', %s, true);"
_LOOKED_AT = 50
_COMPARED = ("is_company", "is_sales_customer")


def _trigram_index(registry):
    if not registry.has_trigram:
        return ""
    return f"USING gin ({NAME_KEY}(name) gin_trgm_ops) WHERE {IS_COMPARED}"


class ResPartner(models.Model):
    """Companies and customers that look like another one, found by one query.

    The indexes are on what PostgreSQL computes of the columns that are there: nothing is stored
    besides, and a partner is written as before.
    """

    _inherit = "res.partner"

    _match_keys = models.Index(
        f"USING gin ({MATCH_KEYS}({', '.join(COLUMNS)})) WHERE {IS_COMPARED}"
    )
    _name_key = models.Index(_trigram_index)

    def _auto_init(self):
        create_functions(self.env.cr)  # before the indexes that are made with them
        return super()._auto_init()

    def init(self):
        super().init()
        drop_functions(self.env.cr, keep=(NAME_KEY, MATCH_KEYS))

    # ------------------------------------------------------------------ search

    def _find_lookalikes(self):
        """Return what is known of companies and customers that may be this one, by one query.

        Of those hidden by the company's rule nothing is told: a company's customers are not for
        the others. Those hidden by another rule come with ``is_open`` false.

        :rtype: list[dict]
        """
        self.ensure_one()
        self.env["res.partner"].flush_model()
        rows = self.env.execute_query_dict(self._get_lookalikes_sql())
        own = {self._origin.id, self.parent_id._origin.id} - {False}
        return [row for row in rows if not own & {row["id"], row["parent_id"]}]

    def _get_lookalikes_sql(self):
        query = Query(self.env, "res_partner")
        owner = query.left_join("res_partner", "user_id", "res_users", "id", "user_id")
        person = query.left_join(owner, "partner_id", "res_partner", "id", "partner_id")
        is_open = self._get_open_sql(query)
        keys, asked = self._get_keys_sql()
        return SQL(
            """%(threshold)s SELECT %(columns)s, %(responsible)s AS responsible,
                %(is_open)s AS is_open
            FROM %(tables)s
            WHERE %(alike)s AND (%(companies)s)
            ORDER BY cardinality(ARRAY(SELECT unnest(%(keys)s) INTERSECT SELECT unnest(%(asked)s)))
                DESC, %(likeness)s DESC, res_partner.id
            LIMIT %(limit)s""",
            threshold=SQL(_SET_THRESHOLD, _LEAST_SHARE) if self._can_compare_names() else SQL(""),
            columns=_own("id", *COLUMNS, "city", "active", "parent_id", "user_id"),
            responsible=SQL.identifier(person, "name"),
            is_open=is_open,
            tables=query.from_clause,
            alike=self._get_alike_sql(),
            keys=keys,
            asked=asked,
            likeness=self._get_likeness_sql("similarity(%s, %s)") or SQL("NULL::real"),
            companies=self._get_visible_companies_sql(),
            limit=_LOOKED_AT,
        )

    def _get_alike_sql(self):
        """Return the condition that a company or customer looks like this one."""
        compared = SQL(" OR ").join(SQL.identifier("res_partner", one) for one in _COMPARED)
        found = SQL("%s && %s", *self._get_keys_sql())
        if names := self._get_likeness_sql("%s %% %s"):
            found = SQL("%s OR %s", found, names)
        return SQL("(%s) AND (%s)", compared, found)

    def _get_keys_sql(self):
        """Return the marks of a row, and those of this partner, as the index has them."""
        typed = [SQL("%s::text", self[name] or None) for name in COLUMNS]
        function = SQL.identifier(MATCH_KEYS)
        return (
            SQL("%s(%s)", function, _own(*COLUMNS)),
            SQL("%s(%s)", function, SQL(", ").join(typed)),
        )

    def _get_likeness_sql(self, comparison):
        """Return a comparison of the names by trigrams, where there are any."""
        if not self._can_compare_names():
            return None
        name = SQL("%s(%s)", SQL.identifier(NAME_KEY), _own("name"))
        asked = SQL("%s(%s)", SQL.identifier(NAME_KEY), self.name or "")
        return SQL(comparison, name, asked)

    @api.model
    def _can_compare_names(self):
        """Tell whether names that are not quite the same can be found: by PostgreSQL's pg_trgm."""
        return self.env.registry.has_trigram

    @api.model
    def _get_visible_companies_sql(self):
        """Return the condition of Odoo's company rule, for all companies the user may work in."""
        # sudo: ids of the user's own companies
        companies = self.env.user.sudo().company_ids.parent_ids
        return SQL(
            """res_partner.company_id IS NULL OR res_partner.company_id = ANY(%s)
                OR res_partner.partner_share IS NOT TRUE""",
            companies.ids,
        )

    @api.model
    def _get_open_sql(self, query):
        """Return whether the user may open a partner, as a condition for this query."""
        if not self.has_access("read"):
            return SQL("FALSE")
        # sudo: the rule's own fields are not for the user to read
        model = self.sudo().with_context(active_test=False)
        rule = self.env["ir.rule"]._compute_domain("res.partner", "read")
        return SQL(
            "(%s) IS TRUE",
            Domain(rule).optimize_full(model)._to_sql(model, "res_partner", query),
        )


def _own(*columns):
    return SQL(", ").join(SQL.identifier("res_partner", column) for column in columns)
