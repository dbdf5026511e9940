from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.forecast.sales_formula import Formula, Measured


class CrmSalesFormula(models.Model):
    """Where gross profit comes from: a row for each customer, and one for orders without any.

    What is asked stands in the context (``formula``), so that the lists behind a factor hold
    exactly what was counted. What the factors are: ``planning/forecast/sales_formula.py``.
    """

    _name = "crm.sales.formula"
    _description = "Sales Formula"
    _auto = False
    _rec_name = "partner_id"
    _order = "gross_profit desc, id"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one(related="partner_id.user_id", string="Main Responsible")
    customer_since = fields.Date(readonly=True)
    first_meeting_on = fields.Datetime("First Meeting", readonly=True)
    is_base = fields.Boolean(
        "In the Base", readonly=True, help="A customer at the end of the period, or won in it."
    )
    is_met = fields.Boolean(
        "First Meeting Held",
        readonly=True,
        help="A first meeting or visit until the end of the period; who was ever won was met.",
    )
    is_won = fields.Boolean("Won", readonly=True, help="An order won in the period.")
    order_count = fields.Integer("Orders Won", readonly=True)
    amount = fields.Monetary("Won Revenue", currency_field="currency_id", readonly=True)
    gross_profit = fields.Monetary(currency_field="currency_id", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    _depends = {
        "crm.lead": [
            "type", "won_status", "forecast_date", "expected_revenue", "partner_id", "team_id",
            "user_id", "won_user_id", "company_id", "active",
        ],
        "crm.customer.status": ["partner_id", "customer_since", "first_meeting_on", "active"],
        "crm.team": ["margin_rate", "leader_ids", "parent_id"],
        "res.partner": ["commercial_partner_id", "user_id", "company_id"],
        "res.users": ["sale_team_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        asked = self._read_asked(self.env.context.get("formula") or {})
        return SQL(
            """WITH won AS MATERIALIZED (%(won)s), base AS MATERIALIZED (%(base)s)
            SELECT COALESCE(won.partner_id, base.partner_id, 0)::bigint * 2 + 1 AS id,
                COALESCE(won.partner_id, base.partner_id) AS partner_id,
                status.customer_since, status.first_meeting_on,
                COALESCE(won.partner_id, base.partner_id) IS NOT NULL AS is_base,
                COALESCE(won.partner_id, base.partner_id) IS NOT NULL AND (
                    won.partner_id IS NOT NULL OR status.first_meeting_on < %(until)s
                    OR earlier.partner_id IS NOT NULL) AS is_met,
                won.partner_id IS NOT NULL AS is_won,
                COALESCE(won.orders, 0) AS order_count, COALESCE(won.amount, 0) AS amount,
                COALESCE(won.gross_profit, 0) AS gross_profit, %(currency)s AS currency_id
            FROM base FULL JOIN won ON won.partner_id = base.partner_id
            LEFT JOIN crm_customer_status AS status
                ON status.partner_id = COALESCE(won.partner_id, base.partner_id)
            LEFT JOIN (%(earlier)s) AS earlier ON earlier.partner_id = status.partner_id""",
            won=self._won_sql(asked),
            base=self._base_sql(asked),
            earlier=self._earlier_sql(asked),
            until=self._until(asked),
            currency=asked.company.currency_id.id,
        )

    @api.model
    def _won_sql(self, asked):
        """Select what each customer ordered in the period; under NULL what has no customer."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        profit = Lead._gross_profit_sql(
            SQL("lead.expected_revenue"),
            SQL("team.margin_rate"),
            SQL("lead.id"),
            asked.company.currency_id.decimal_places,
        )
        return SQL(
            """SELECT contact.commercial_partner_id AS partner_id, COUNT(*) AS orders,
                SUM(COALESCE(lead.expected_revenue, 0)) AS amount, SUM(%(profit)s) AS gross_profit
            FROM crm_lead AS lead
            LEFT JOIN res_partner AS contact ON contact.id = lead.partner_id
            LEFT JOIN crm_team AS team ON team.id = lead.team_id
            WHERE lead.id IN %(leads)s GROUP BY contact.commercial_partner_id""",
            profit=profit,
            leads=Lead._search(self._won_domain(asked)).subselect(),
        )

    @api.model
    def _base_sql(self, asked):
        statuses = self.env["crm.customer.status"]._search(self._customers_domain(asked))
        return SQL(
            "SELECT partner_id FROM crm_customer_status WHERE id IN %s", statuses.subselect()
        )

    @api.model
    def _earlier_sql(self, asked):
        """Select who was ever won by the company until the end of the period, by whomever."""
        return SQL(
            """SELECT DISTINCT contact.commercial_partner_id AS partner_id
            FROM crm_lead AS lead JOIN res_partner AS contact ON contact.id = lead.partner_id
            WHERE lead.type = 'opportunity' AND lead.won_status = 'won'
              AND lead.forecast_date <= %s
              AND COALESCE(lead.company_id, %s) = %s""",
            asked.last,
            asked.company._get_first_id(),
            asked.company.id,
        )

    # ------------------------------------------------------------------ the figures

    @api.model
    def get_formula(self, options=None):
        """Return what was measured in a period, and the factors; none where nothing is counted.

        :param options: first, last (days; the quarter), team_id (with those below), user_id
        """
        measured, without_customer = self._measure(options or {})
        return {
            "currency_id": self.env.company.currency_id.id,
            **self._describe_measured(measured),
            "without_customer": without_customer,
        }

    @api.model
    def _measure(self, options):
        """Count by one statement; return also the number of orders without a customer."""
        self.env["crm.lead"].check_access("read")
        rows = self.with_context(formula=options)._read_group(
            [],
            ["is_base", "is_met", "is_won"],
            ["__count", "order_count:sum", "amount:sum", "gross_profit:sum"],
        )
        counts = dict.fromkeys(("base", "met", "won", "orders"), 0)
        amounts = {"amount": 0, "profit": 0}
        without_customer = 0
        for is_base, is_met, is_won, count, orders, amount, profit in rows:
            counts["base"] += count * is_base
            counts["met"] += count * is_met
            counts["won"] += count * is_won
            counts["orders"] += int(orders)
            amounts["amount"] += self._to_cents(amount)
            amounts["profit"] += self._to_cents(profit)
            without_customer += 0 if is_base else int(orders)
        return Measured(**counts, **amounts), without_customer

    @api.model
    def _coins(self):
        return 10**self.env.company.currency_id.decimal_places

    @api.model
    def _to_cents(self, amount):
        return round((amount or 0) * self._coins())

    @api.model
    def _describe_measured(self, measured):
        return {
            "measured": {
                "base": measured.base,
                "met": measured.met,
                "won": measured.won,
                "orders": measured.orders,
                "amount": measured.amount / self._coins(),
                "gross_profit": measured.profit / self._coins(),
            },
            "factors": self._describe_factors(Formula.of(measured).factors()),
        }

    @api.model
    def _describe_factors(self, factors):
        """Return {name: value}, money in the currency rather than in cents."""
        return {
            name: None if value is None else float(value / self._unit(name))
            for name, value in factors.items()
        }

    @api.model
    def _unit(self, name):
        return self._coins() if name == "order_value" else 1
