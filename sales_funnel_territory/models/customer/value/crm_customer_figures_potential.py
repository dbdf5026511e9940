from odoo import api, fields, models
from odoo.tools import SQL


class CrmCustomerFigures(models.Model):
    """Potential against actual: what a customer could buy of us, and does not."""

    _inherit = "crm.customer.figures"

    industry_id = fields.Many2one(related="status_id.partner_id.industry_id")
    gap = fields.Monetary(
        "Gap to Potential",
        compute="_compute_gap",
        help="Yearly potential - won in 12 months, never below zero; nothing where the potential "
        "is unknown.",
    )

    won_of_potential = fields.Monetary(
        "Won Where Potential Is Known", compute="_compute_gap", aggregator=None
    )
    share_of_wallet = fields.Float(aggregator="avg")

    @api.depends("potential", "won_12_months")
    def _compute_gap(self):
        for row in self:
            row.won_of_potential = row.won_12_months if row.potential else 0
            row.gap = max(0, row.potential - row.won_of_potential)

    def _field_to_sql(self, alias, field_expr, query=None):
        """What is not stored is reckoned from the columns where amounts are added up."""
        if field_expr not in ("gap", "won_of_potential"):
            return super()._field_to_sql(alias, field_expr, query)
        potential = SQL("COALESCE(%s, 0)", self._field_to_sql(alias, "potential", query))
        won = SQL("COALESCE(%s, 0)", self._field_to_sql(alias, "won_12_months", query))
        if field_expr == "gap":
            return SQL(
                "(CASE WHEN %(potential)s > 0"
                " THEN GREATEST(%(potential)s - %(won)s, 0) ELSE 0 END)",
                potential=potential,
                won=won,
            )
        return SQL("(CASE WHEN %s > 0 THEN %s ELSE 0 END)", potential, won)

    # ------------------------------------------------------------------ aggregates

    def _read_group_select(self, aggregate_spec, query):
        """A share of wallet of several is that of their sums; amounts in the reader's currency."""
        if aggregate_spec == "share_of_wallet:avg":
            return self._share_of_wallet_sql(query)
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.endswith(":sum_currency"):
            return self.env["crm.lead"]._in_own_currency_sql(aggregate)
        return aggregate

    def _share_of_wallet_sql(self, query):
        function = self.env["crm.lead"]._sum_function()
        return SQL(
            "(100.0 * %s / NULLIF(%s, 0))",
            self._read_group_select(f"won_of_potential:{function}", query),
            self._read_group_select(f"potential:{function}", query),
        )
