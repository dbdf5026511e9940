from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.sleeping import LEAST_PATIENCE, ORDERS_FOR_OWN_RHYTHM, PATIENCE, USUAL_GAP, span


class CrmCustomerFigures(models.Model):
    """How often a customer orders from a company, and since when he sleeps.

    The rule is that of ``planning.sleeping``; here it is counted in bulk.
    """

    _inherit = "crm.customer.figures"

    order_day_count = fields.Integer(
        "Orders on Days", readonly=True, help="On how many days the customer has ordered."
    )
    last_order_on = fields.Date("Last Order", readonly=True)
    order_gap = fields.Integer(
        "Days Between Orders",
        readonly=True,
        aggregator="avg",
        help="The median of the days from one order to the next; with fewer than three orders "
        "what is usual in the customer's class, else a year.",
    )
    has_own_order_rhythm = fields.Boolean("Own Order Rhythm", readonly=True)
    next_order_on = fields.Date("Next Order Expected", readonly=True)
    sleeping_from = fields.Date(
        readonly=True,
        index="btree_not_null",
        help="Last order + 1.5 x the days between orders, at least 30 days.",
    )
    is_sleeping = fields.Boolean("Sleeping", compute="_compute_is_sleeping")
    sleeping_words = fields.Char("Orders", compute="_compute_sleeping_words")

    @api.depends("sleeping_from")
    def _compute_is_sleeping(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.is_sleeping = bool(row.sleeping_from) and row.sleeping_from <= today

    @api.depends("order_gap", "has_own_order_rhythm", "last_order_on")
    @api.depends_context("lang", "tz")
    def _compute_sleeping_words(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.sleeping_words = row.last_order_on and row._describe_orders(today)

    def _describe_orders(self, today):
        values = {
            "gap": self._say_span(self.order_gap),
            "ago": self._say_span(max(0, (today - self.last_order_on).days)),
        }
        if self.has_own_order_rhythm:
            return self.env._("usually every %(gap)s, last order %(ago)s ago", **values)
        return self.env._("expected every %(gap)s, last order %(ago)s ago", **values)

    @api.model
    def _say_span(self, days):
        number, unit = span(days)
        if unit == "day" and number == 1:
            return self.env._("1 day")
        if unit == "day":
            return self.env._("%(number)s days", number=number)
        if unit == "week":
            return self.env._("%(number)s weeks", number=number)
        return self.env._("%(number)s months", number=number)

    # ------------------------------------------------------------------ in bulk, by SQL

    @api.model
    def _refresh(self, status_ids=None):
        return super()._refresh(status_ids) + self._refresh_orders(status_ids)

    @api.model
    def _refresh_orders(self, status_ids=None):
        """Count the orders of each customer and company, in one statement.

        :param status_ids: only these (default: all active ones)
        :return: how many rows have changed
        """
        names = ("order_day_count", "last_order_on", "order_gap", "has_own_order_rhythm",
                 "next_order_on", "sleeping_from")  # fmt: skip
        columns = [SQL.identifier(name) for name in names]
        self.env["crm.customer.class"].flush_model(["order_gap_days"])
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_customer_figures AS own
                    (status_id, company_id, %(columns)s, create_date, write_date)
                %(counted)s
                ON CONFLICT (status_id, company_id) DO UPDATE SET
                    %(taken)s, write_date = EXCLUDED.write_date
                WHERE ROW(%(old)s) IS DISTINCT FROM ROW(%(new)s)""",
                columns=SQL(", ").join(columns),
                counted=self._orders_sql(status_ids),
                taken=SQL(", ").join(SQL("%s = EXCLUDED.%s", one, one) for one in columns),
                old=SQL(", ").join(SQL("own.%s", one) for one in columns),
                new=SQL(", ").join(SQL("EXCLUDED.%s", one) for one in columns),
            )
        )
        changed = self.env.cr.rowcount
        self.invalidate_model()
        return changed

    @api.model
    def _orders_sql(self, status_ids):
        """Select days, rhythm and what follows from it, also of rows that have no order left."""
        scope = SQL("status.active")
        if status_ids is not None:
            scope = SQL("status.id = ANY(%s)", list(status_ids))
        return SQL(
            """SELECT id, company_id, days, last, gap, own, last + gap,
                last + GREATEST(%(least)s, CEIL(%(patience)s * gap)::int), %(now)s, %(now)s
            FROM (
                SELECT status.id, placed.company_id, COUNT(placed.day) AS days,
                    MAX(placed.day) AS last, COUNT(placed.day) >= %(enough)s AS own,
                    CASE WHEN COUNT(placed.day) >= %(enough)s
                        THEN CEIL(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY placed.gap))::int
                        WHEN COUNT(placed.day) > 0
                        THEN COALESCE(NULLIF(MAX(class.order_gap_days), 0), %(usual)s)
                    END AS gap
                FROM crm_customer_status AS status
                JOIN (%(gaps)s) AS placed ON placed.customer_id = status.partner_id
                LEFT JOIN crm_customer_class AS class ON class.id = status.class_id
                WHERE %(scope)s GROUP BY status.id, placed.company_id
            ) AS counted""",
            least=LEAST_PATIENCE,
            patience=PATIENCE,
            enough=ORDERS_FOR_OWN_RHYTHM,
            usual=USUAL_GAP,
            now=SQL("%s::timestamp", self.env.cr.now()),
            gaps=self._gaps_sql(),
            scope=scope,
        )

    @api.model
    def _gaps_sql(self):
        """Select each day with an order, and how many days after the one before it."""
        return SQL(
            """SELECT customer_id, company_id, day, day - LAG(day) OVER (
                PARTITION BY customer_id, company_id ORDER BY day) AS gap
            FROM (
                %(orders)s
                UNION
                SELECT status.partner_id, figures.company_id, NULL
                FROM crm_customer_figures AS figures
                JOIN crm_customer_status AS status ON status.id = figures.status_id
            ) AS known""",
            orders=SQL(" UNION ").join(self._order_days_sql()),
        )

    @api.model
    def _order_days_sql(self):
        """Return selections of (customer, company, day): won opportunities, and orders.

        An opportunity that became an order counts as the order.
        """
        source = self.env["sales.funnel.source"]._get_source("order")
        lead = SQL("lead.id")
        won = SQL(
            """SELECT contact.commercial_partner_id AS customer_id,
                COALESCE(lead.company_id, %(company)s) AS company_id, lead.forecast_date AS day
            FROM crm_lead AS lead JOIN res_partner AS contact ON contact.id = lead.partner_id
            WHERE lead.won_status = 'won' AND lead.date_closed IS NOT NULL AND NOT %(ordered)s""",
            company=self.env["crm.team"]._default_company().id,
            ordered=SQL("FALSE") if source is None else source._is_ordered_sql(lead),
        )
        if source is None:
            return [won]
        return [won, source._order_days_sql(self._company_day_sql)]
