from odoo import api, fields, models
from odoo.tools import SQL

_AMOUNTS = ("potential", "pipeline", "weighted", "won_this_year", "open_count", "won_count")


class CrmTerritoryFigures(models.Model):
    """What a territory with all below it is worth to one company: seen by that company only.

    Won business counts where it was won, whoever has the customer now: as the credit says, with
    what a manager has corrected, and for the branch also where the zone is archived by now.
    """

    _name = "crm.territory.figures"
    _description = "Territory Figures of a Company"
    _rec_name = "territory_id"
    _order = "pipeline desc, id"
    _log_access = False

    territory_id = fields.Many2one(
        "crm.territory", required=True, readonly=True, index=True, ondelete="cascade"
    )
    parent_id = fields.Many2one(related="territory_id.parent_id", string="Part Of")
    user_id = fields.Many2one(related="territory_id.user_id", string="Owner")
    is_zone = fields.Boolean("Zone", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    potential = fields.Monetary(
        "Yearly Potential", readonly=True, help="Of the customers who belong to it now."
    )
    pipeline = fields.Monetary("Open Pipeline", readonly=True)
    weighted = fields.Monetary("Weighted Revenue", readonly=True)
    won_this_year = fields.Monetary(readonly=True)
    open_count = fields.Integer("Open Opportunities", readonly=True)
    won_count = fields.Integer("Won This Year (Number)", readonly=True)

    _territory_company_unique = models.Constraint(
        "UNIQUE(territory_id, company_id)", "There is one row for each territory and company."
    )

    def _read_group_select(self, aggregate_spec, query):
        """Amounts of several companies in the currency of the reader's."""
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.endswith(":sum_currency"):
            return self.env["crm.lead"]._in_own_currency_sql(aggregate)
        return aggregate

    def action_open_territory(self):
        self.ensure_one()
        return self.territory_id._get_records_action()

    # ------------------------------------------------------------------ in bulk, by SQL

    @api.model
    def _refresh(self):
        """Count the money of all territories, in bulk.

        :return: number of rows written
        """
        for model in ("crm.lead", "res.partner", "crm.customer.figures", "crm.territory"):
            self.env[model].flush_model()
        # read, then written: PostgreSQL takes one processor only where a statement also writes
        rows = self.env.execute_query(self._counted_sql())
        self._replace_rows(rows)
        self.invalidate_model()
        return len(rows)

    @api.model
    def _replace_rows(self, rows):
        """Bring the table to these rows."""
        names = ("territory_id", "company_id", "is_zone", *_AMOUNTS)
        columns = [SQL.identifier(name) for name in names]
        types = [SQL(self._fields[name].column_type[0]) for name in names]
        values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        arrays = [
            SQL("%s::%s[]", list(column), kind) for column, kind in zip(values, types, strict=True)
        ]
        self.env.cr.execute(
            SQL(
                """WITH new AS MATERIALIZED (
                    SELECT * FROM unnest(%(arrays)s) AS new(%(columns)s)
                ), gone AS (
                    DELETE FROM crm_territory_figures AS own WHERE NOT EXISTS (
                        SELECT FROM new WHERE new.territory_id = own.territory_id
                            AND new.company_id = own.company_id)
                )
                INSERT INTO crm_territory_figures (%(columns)s) SELECT %(columns)s FROM new
                ON CONFLICT (territory_id, company_id) DO UPDATE SET %(taken)s""",
                arrays=SQL(", ").join(arrays),
                columns=SQL(", ").join(columns),
                taken=SQL(", ").join(SQL("%s = EXCLUDED.%s", one, one) for one in columns[2:]),
            )
        )

    @api.model
    def _counted_sql(self):
        """Select the figures of each territory and company, with all below."""
        return SQL(
            """SELECT above.id AS territory_id, own.company_id,
                NOT EXISTS (SELECT FROM crm_territory AS child
                    WHERE child.parent_id = above.id AND child.active) AS is_zone,
                %(sums)s
            FROM (%(own)s) AS own
            JOIN crm_territory AS zone ON zone.id = own.territory_id
            JOIN crm_territory AS above ON zone.parent_path LIKE above.parent_path || '%%'
                AND above.active
            GROUP BY above.id, own.company_id""",
            sums=SQL(", ").join(
                SQL("SUM(own.%s) AS %s", SQL.identifier(name), SQL.identifier(name))
                for name in _AMOUNTS
            ),
            own=self._own_sql(),
        )

    @api.model
    def _own_sql(self):
        """Select what is a territory's own: of its opportunities, and of its customers."""
        company = self.env["crm.team"]._default_company().id
        todays = self.env["crm.lead"]._todays()
        years = {one: day.replace(month=1, day=1) for one, day in todays.items() if one}
        is_open = SQL("lead.active AND lead.won_status = 'pending' AND lead.type = 'opportunity'")
        is_won = SQL(
            """lead.won_status = 'won' AND lead.date_closed IS NOT NULL
                AND lead.forecast_date >= year.start"""
        )
        return SQL(
            """SELECT place.id AS territory_id, year.company_id, 0 AS potential,
                COALESCE(SUM(lead.expected_revenue) FILTER (WHERE %(open)s), 0) AS pipeline,
                COALESCE(SUM(lead.prorated_revenue) FILTER (WHERE %(open)s), 0) AS weighted,
                COALESCE(SUM(lead.expected_revenue) FILTER (WHERE %(won)s), 0) AS won_this_year,
                COUNT(*) FILTER (WHERE %(open)s) AS open_count,
                COUNT(*) FILTER (WHERE %(won)s) AS won_count
            FROM crm_lead AS lead
            JOIN unnest(%(companies)s::int[], %(starts)s::date[]) AS year(company_id, start)
                ON year.company_id = COALESCE(lead.company_id, %(company)s)
            CROSS JOIN LATERAL (SELECT CASE lead.won_status WHEN 'won'
                THEN lead.won_territory_id ELSE lead.territory_id END AS id) AS place
            WHERE place.id IS NOT NULL AND (%(open)s OR %(won)s)
            GROUP BY place.id, year.company_id
            UNION ALL
            SELECT customer.territory_id, figures.company_id, SUM(figures.potential), 0, 0, 0, 0, 0
            FROM crm_customer_figures AS figures
            JOIN crm_customer_status AS status ON status.id = figures.status_id AND status.active
            JOIN res_partner AS customer ON customer.id = status.partner_id AND customer.active
            WHERE customer.territory_id IS NOT NULL AND figures.potential > 0
            GROUP BY customer.territory_id, figures.company_id""",
            open=is_open,
            won=is_won,
            companies=list(years),
            starts=list(years.values()),
            company=company,
        )
