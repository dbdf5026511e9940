from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# Who gets the credit of a won opportunity.
CREDIT = {"user_id": "won_user_id", "team_id": "team_id", "territory_id": "won_territory_id"}


class CrmSalesMeasureWon(models.AbstractModel):
    """What is counted of won opportunities, on the day they were won."""

    _name = "crm.sales.won.measure"
    _inherit = "crm.sales.measure"
    _description = "Measure of Won Opportunities"

    _aggregate = "__count"

    @api.model
    def _measure(self, company, first, last, by=""):
        rows = self.env["crm.lead"].with_context(active_test=False)._read_group(
            self._won_domain(company, first, last),
            [CREDIT[by]] if by else [],
            [self._aggregate],
        )  # fmt: skip
        if not by:
            return {False: rows[0][0] or 0}
        return {owner.id or False: value or 0 for owner, value in rows}

    @api.model
    def _won_domain(self, company, first, last):
        return (
            Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "won")
            & Domain("company_id", "in", company._get_counted_companies())
            & Domain("forecast_date", ">=", first)
            & Domain("forecast_date", "<=", last)
        )


class CrmSalesMeasureRevenue(models.AbstractModel):
    _name = "crm.sales.measure.revenue"
    _inherit = "crm.sales.won.measure"
    _description = "Measure: Revenue"

    _measure_sequence = 10
    _is_money = True
    _aggregate = "expected_revenue:sum"

    @api.model
    def _get_label(self):
        return self.env._("Revenue")


class CrmSalesMeasureOrders(models.AbstractModel):
    _name = "crm.sales.measure.orders"
    _inherit = "crm.sales.won.measure"
    _description = "Measure: Orders"

    _measure_sequence = 40

    @api.model
    def _get_label(self):
        return self.env._("Orders")


class CrmSalesMeasureMargin(models.AbstractModel):
    """Margin: that of the orders where it is known, else revenue x the margin rate of the team."""

    _name = "crm.sales.measure.margin"
    _inherit = "crm.sales.won.measure"
    _description = "Measure: Margin"

    _measure_sequence = 20
    _is_money = True

    @api.model
    def _get_label(self):
        return self.env._("Margin")

    @api.model
    def _measure(self, company, first, last, by=""):
        Lead = self.env["crm.lead"].with_context(active_test=False)
        won = Lead._search(self._won_domain(company, first, last))
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT %(whose)s, SUM(%(profit)s)
                FROM crm_lead AS lead LEFT JOIN crm_team AS team ON team.id = lead.team_id
                WHERE lead.id IN %(won)s GROUP BY 1""",
                whose=SQL.identifier("lead", CREDIT[by]) if by else SQL("NULL::integer"),
                profit=Lead._gross_profit_sql(
                    SQL("lead.expected_revenue"),
                    SQL("team.margin_rate"),
                    SQL("lead.id"),
                    company.currency_id.decimal_places,
                ),
                won=won.subselect(),
            )
        )
        found = {owner or False: float(margin) for owner, margin in rows}
        return found or ({} if by else {False: 0})


class CrmSalesMeasureNewCustomers(models.AbstractModel):
    """Customers whose first won opportunity falls into the period."""

    _name = "crm.sales.measure.new_customers"
    _inherit = "crm.sales.won.measure"
    _description = "Measure: New Customers"

    _measure_sequence = 30

    @api.model
    def _get_label(self):
        return self.env._("New Customers")

    @api.model
    def _measure(self, company, first, last, by=""):
        Lead = self.env["crm.lead"].with_context(active_test=False)
        won = self._won_domain(company, first, last) & Domain("customer_id", "!=", False)
        rows = Lead._read_group(won, ["customer_id", CREDIT[by] if by else "type"])
        before = (
            Domain("forecast_date", "<", first)
            & Domain("won_status", "=", "won")
            & Domain("company_id", "in", company._get_counted_companies())
        )
        # sudo: a customer whom a colleague won before is not new
        known = Lead.sudo()._read_group(
            before & Domain("customer_id", "in", [row[0].id for row in rows]), ["customer_id"]
        )
        known_ids = {customer.id for (customer,) in known}
        found = {} if by else {False: 0}
        for customer, owner in rows:
            if customer.id not in known_ids:
                key = owner.id or False if by else False
                found[key] = found.get(key, 0) + 1
        return found
