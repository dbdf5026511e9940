from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.match_keys import COLUMNS, MATCH_KEYS
from ..res_partner_customer import SALES

# two letters of a Chinese name are in many names: they only help to find similar ones
_PAIR = "b"


class ResPartner(models.Model):
    """Customers who are there twice already: a list to go through, and to merge from."""

    _inherit = "res.partner"

    has_double = fields.Boolean(
        "Possible Duplicate",
        compute="_compute_has_double",
        search="_search_has_double",
        groups=SALES,
        exportable=False,
        help="Has the name, a number, the phone or the web domain of another company or customer.",
    )

    @api.depends("likely_duplicates")
    def _compute_has_double(self):
        for partner in self:
            partner.has_double = bool(partner.likely_duplicates)

    def _search_has_double(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        self.env["res.partner"].flush_model()
        return Domain.custom(to_sql=self._double_sql)

    @api.model
    def _double_sql(self, _model, alias, _query):
        """Those who share a mark with somebody outside of their own company and its places."""
        return SQL(
            """%(id)s IN (
                SELECT unnest(ids) FROM (
                    SELECT array_agg(id) AS ids FROM (
                        SELECT id, COALESCE(parent_id, id) AS head_id,
                            unnest(%(keys)s(%(columns)s)) AS mark
                        FROM res_partner
                        WHERE active AND (is_company OR is_sales_customer) AND (%(companies)s)
                    ) AS marked
                    WHERE NOT starts_with(mark, %(pair)s)
                    GROUP BY mark HAVING COUNT(DISTINCT head_id) > 1
                ) AS double)""",
            id=SQL.identifier(alias, "id"),
            keys=SQL.identifier(MATCH_KEYS),
            columns=SQL(", ").join(SQL.identifier("res_partner", one) for one in COLUMNS),
            companies=self._get_visible_companies_sql(),
            pair=_PAIR,
        )
