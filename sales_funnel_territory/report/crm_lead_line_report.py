from odoo import api, fields, models
from odoo.tools import SQL


class CrmLeadLineReport(models.Model):
    """Leads by product: a row for each product line, and one for what lines do not cover.

    Amounts and weighted amounts of a lead's rows add up to the lead's own, to the cent: the
    weighted amount of a row is the step from one rounded running total to the next.
    """

    _name = "crm.lead.line.report"
    _inherit = ["sales.company.currency.mixin"]
    _description = "Forecast by Product"
    _auto = False
    _rec_name = "lead_id"
    _order = "amount desc, id"

    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    lead_count = fields.Integer("Opportunities", aggregator="count_distinct", readonly=True)
    type = fields.Selection(lambda self: self._lead_selection("type"), readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    amount = fields.Monetary("Expected Revenue", currency_field="company_currency", readonly=True)
    weighted = fields.Monetary("Weighted Revenue", currency_field="company_currency", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    funnel_position = fields.Selection(related="stage_id.funnel_position")
    grade = fields.Selection(related="stage_id.grade", string="Funnel Grade")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    forecast_date = fields.Date(readonly=True)
    date_closed = fields.Datetime("Closed Date", readonly=True)
    won_status = fields.Selection(
        lambda self: self._lead_selection("won_status"), string="Won/Lost", readonly=True
    )
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    active = fields.Boolean(readonly=True)

    _depends = {
        "crm.lead": [
            "type", "expected_revenue", "prorated_revenue", "probability", "stage_id", "team_id",
            "user_id", "company_id", "partner_id", "forecast_date", "date_closed", "won_status",
            "lost_reason_id", "active",
        ],
        "crm.lead.line": ["lead_id", "sequence", "product_id", "quantity", "amount"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.partner": ["commercial_partner_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        return SQL(
            """SELECT part.id, part.lead_id, part.lead_id AS lead_count,
                part.product_id, template.categ_id, part.quantity, part.amount,
                %(upto)s - %(before)s AS weighted,
                lead.stage_id, lead.team_id, lead.user_id, lead.company_id,
                COALESCE(customer.commercial_partner_id, lead.partner_id) AS partner_id,
                lead.forecast_date, lead.date_closed, lead.lost_reason_id, lead.active,
                lead.type, lead.won_status
            FROM (%(lines)s UNION ALL %(rests)s) AS part
            JOIN crm_lead AS lead ON lead.id = part.lead_id
            LEFT JOIN res_partner AS customer ON customer.id = lead.partner_id
            LEFT JOIN res_company AS company ON company.id = lead.company_id
            LEFT JOIN res_currency AS currency ON currency.id = company.currency_id
            LEFT JOIN product_product AS product ON product.id = part.product_id
            LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id""",
            lines=self._lines_sql(),
            rests=self._rests_sql(),
            upto=self._weighted_sql(SQL("part.upto")),
            before=self._weighted_sql(SQL("(part.upto - part.amount)")),
        )

    @api.model
    def _lead_selection(self, name):
        return self.env["crm.lead"]._fields[name]._description_selection(self.env)

    @api.model
    def _lines_sql(self):
        return SQL(
            """SELECT id * 2 AS id, lead_id, product_id, quantity, amount,
                SUM(amount) OVER (PARTITION BY lead_id ORDER BY sequence, id) AS upto
            FROM crm_lead_line"""
        )

    @api.model
    def _rests_sql(self):
        """Return what the lines of a lead do not cover: everything, where it has none."""
        return SQL(
            """SELECT lead.id * 2 + 1, lead.id, NULL, NULL::numeric,
                COALESCE(lead.expected_revenue, 0) - COALESCE(covered.amount, 0),
                COALESCE(lead.expected_revenue, 0)
            FROM crm_lead AS lead
            LEFT JOIN (
                SELECT lead_id, SUM(amount) AS amount FROM crm_lead_line GROUP BY lead_id
            ) AS covered ON covered.lead_id = lead.id
            WHERE covered.lead_id IS NULL
               OR COALESCE(lead.expected_revenue, 0) <> covered.amount"""
        )

    @api.model
    def _weighted_sql(self, amount):
        """Weigh a running total of a lead; the whole is what the lead itself says."""
        return SQL(
            """(CASE WHEN %(amount)s = COALESCE(lead.expected_revenue, 0)
                THEN COALESCE(lead.prorated_revenue, 0)
                ELSE round(%(amount)s * COALESCE(lead.probability, 0)::numeric / 100,
                    COALESCE(currency.decimal_places, 2)) END)""",
            amount=amount,
        )

    def action_open_lead(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }
