from odoo import api, fields, models
from odoo.tools import SQL


class CrmCustomerFigures(models.Model):
    """What a customer is worth to one company: seen by that company only.

    Years are those of the company's calendar, in its time zone.
    """

    _name = "crm.customer.figures"
    _inherit = ["crm.counted.mixin"]
    _description = "Customer Figures of a Company"
    _rec_name = "partner_id"
    _order = "potential desc, id"

    status_id = fields.Many2one(
        "crm.customer.status", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="status_id.partner_id", string="Customer")
    class_id = fields.Many2one(related="status_id.class_id", string="Customer Class")
    user_id = fields.Many2one(related="status_id.partner_id.user_id", string="Main Responsible")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    potential = fields.Monetary(
        "Yearly Potential",
        help="What the customer could buy of us in a year, by our estimate.",
    )
    won_12_months = fields.Monetary("Won in 12 Months", readonly=True)
    won_this_year = fields.Monetary(readonly=True)
    won_last_year = fields.Monetary(readonly=True)
    pipeline = fields.Monetary("Open Pipeline", readonly=True)
    won_count = fields.Integer("Orders Won", readonly=True)
    last_won_on = fields.Datetime("Last Order Won", readonly=True)
    share_of_wallet = fields.Float(
        compute="_compute_share_of_wallet",
        aggregator=None,
        help="Won in 12 months / yearly potential, in percent.",
    )

    _customer_company_unique = models.Constraint(
        "UNIQUE(status_id, company_id)", "There is one row for each customer and company."
    )
    _potential_positive = models.Constraint(
        "CHECK (potential >= 0)", "A yearly potential cannot be negative."
    )

    @api.depends("won_12_months", "potential")
    def _compute_share_of_wallet(self):
        for row in self:
            row.share_of_wallet = 100 * row.won_12_months / row.potential if row.potential else 0

    # ------------------------------------------------------------------ in bulk, by SQL

    @api.model
    def _refresh(self, status_ids=None):
        """Count won and open opportunities of each customer and company, in one statement.

        :param status_ids: only these (default: all)
        :return: how many rows have changed
        """
        self.env["crm.lead"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_customer_figures AS own
                    (status_id, company_id, won_12_months, won_this_year, won_last_year, pipeline,
                     won_count, last_won_on, create_date, write_date)
                %(counted)s
                ON CONFLICT (status_id, company_id) DO UPDATE SET
                    won_12_months = EXCLUDED.won_12_months, won_this_year = EXCLUDED.won_this_year,
                    won_last_year = EXCLUDED.won_last_year, pipeline = EXCLUDED.pipeline,
                    won_count = EXCLUDED.won_count, last_won_on = EXCLUDED.last_won_on,
                    write_date = EXCLUDED.write_date
                WHERE ROW(own.won_12_months, own.won_this_year, own.won_last_year, own.pipeline,
                          own.won_count, own.last_won_on)
                  IS DISTINCT FROM ROW(EXCLUDED.won_12_months, EXCLUDED.won_this_year,
                    EXCLUDED.won_last_year, EXCLUDED.pipeline, EXCLUDED.won_count,
                    EXCLUDED.last_won_on)""",
                counted=self._counted_sql(status_ids),
            )
        )
        changed = self.env.cr.rowcount
        self.invalidate_model()
        return changed

    @api.model
    def _counted_sql(self, status_ids):
        """Select the figures of each customer and company that has any opportunity or row."""
        scope = SQL("status.active")
        if status_ids is not None:
            scope = SQL("status.id = ANY(%s)", list(status_ids))
        company = self.env["crm.team"]._default_company().id
        today = self._company_day_sql(
            SQL("%s::timestamp", self.env.cr.now()), SQL("COALESCE(lead.company_id, %s)", company)
        )
        return SQL(
            """SELECT status.id, COALESCE(lead.company_id, %(company)s) AS company_id,
                %(figures)s, %(now)s, %(now)s
            FROM crm_customer_status AS status
            JOIN (
                SELECT person.commercial_partner_id AS customer_id, lead.company_id,
                    lead.expected_revenue, lead.won_status, lead.date_closed, lead.forecast_date,
                    lead.active, lead.type
                FROM crm_lead AS lead JOIN res_partner AS person ON person.id = lead.partner_id
                UNION ALL
                SELECT former.partner_id, figures.company_id, 0, NULL, NULL, NULL, NULL, NULL
                FROM crm_customer_figures AS figures
                JOIN crm_customer_status AS former ON former.id = figures.status_id
            ) AS lead ON lead.customer_id = status.partner_id
            WHERE %(scope)s
            GROUP BY status.id, COALESCE(lead.company_id, %(company)s)""",
            company=company,
            figures=_figures_sql(today),
            now=SQL("%s::timestamp", self.env.cr.now()),
            scope=scope,
        )

    @api.model
    def _company_day_sql(self, moment, company):
        """Return the day of a moment (UTC) in the time zone of a company, as SQL."""
        zones = self.env["res.company"]._time_zones()
        zone = self.env["crm.lead"]._by_company_sql(zones, company)
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, zone)


def _figures_sql(today):
    """Return the figures of a customer's opportunities: won by year, open, how often and when won.

    :param today: SQL of the company's day
    """
    won = SQL("lead.won_status = 'won' AND lead.date_closed IS NOT NULL")
    this_year = SQL("date_trunc('year', %s)", today)
    last_year = SQL("%s - INTERVAL '1 year'", this_year)
    amounts = (
        SQL("%s AND lead.forecast_date > %s - INTERVAL '1 year'", won, today),
        SQL("%s AND lead.forecast_date >= %s", won, this_year),
        SQL(
            "%s AND lead.forecast_date < %s AND lead.forecast_date >= %s", won, this_year, last_year
        ),
        SQL("lead.active AND lead.won_status = 'pending' AND lead.type = 'opportunity'"),
    )
    sums = [
        SQL("COALESCE(SUM(lead.expected_revenue) FILTER (WHERE %s), 0)", which) for which in amounts
    ]
    return SQL(
        "%s, COUNT(*) FILTER (WHERE %s), MAX(lead.date_closed) FILTER (WHERE %s)",
        SQL(", ").join(sums),
        won,
        won,
    )
