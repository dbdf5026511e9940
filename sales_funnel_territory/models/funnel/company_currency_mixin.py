from odoo import api, fields, models
from odoo.tools import SQL


class CompanyCurrencyMixin(models.AbstractModel):
    """Amounts in the currency of the record's company; without one, of the reader's.

    As ``crm.lead`` does it: the currency is computed, and joined where amounts are added up.
    """

    _name = "sales.company.currency.mixin"
    _description = "Amounts in the Company's Currency"

    company_id = fields.Many2one("res.company", readonly=True)
    company_currency = fields.Many2one(
        "res.currency", string="Currency", compute="_compute_company_currency", compute_sudo=True
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_company_currency(self):
        for record in self:
            record.company_currency = (record.company_id or self.env.company).currency_id

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "company_currency":
            return super()._field_to_sql(alias, field_expr, query)
        company = self._field_to_sql(alias, "company_id", query)
        companies = query.make_alias(alias, "company_of_currency")
        query.add_join(
            "LEFT JOIN",
            companies,
            "res_company",
            SQL("%s = %s", company, SQL.identifier(companies, "id")),
        )
        return SQL(
            "COALESCE(%s, %s)",
            SQL.identifier(companies, "currency_id"),
            self.env.company.currency_id.id,
        )
