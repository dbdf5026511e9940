from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("created", "Lead Created"),
    ("converted", "Intention Converted"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("customer_lost", "Customer Lost"),
]
NUMBER = {kind: number for number, (kind, _label) in enumerate(KINDS)}


class CrmResultReport(models.Model):
    """What came out, on the day it did: a row for each thing that happened to a lead or customer.

    A lead stands here on the day it was created, converted (with an intention level), won or lost;
    a customer on the day since when he sleeps. Rates are averages of 0 and 100, so that they hold
    for whatever one groups by.
    """

    _name = "crm.result.report"
    _inherit = ["sales.company.currency.mixin", "sales.plan.week.mixin"]
    _description = "Results"
    _auto = False
    _rec_name = "name"
    _order = "date desc, id desc"

    name = fields.Char(readonly=True)
    date = fields.Date(readonly=True, help="The day it happened, where the company is.")
    kind = fields.Selection(KINDS, "What Happened", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Opportunity", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Salesperson", readonly=True, help="Of won opportunities who won them."
    )
    owner_id = fields.Many2one("res.users", "Salesperson Today", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("crm.territory", readonly=True)
    strategy_id = fields.Many2one(
        "crm.customer.class",
        readonly=True,
        help="The customer's class on the day the lead was created.",
    )
    source_id = fields.Many2one("utm.source", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    # measures
    created_count = fields.Integer("Leads Created", readonly=True)
    conversion_rate = fields.Float(
        "Conversion (%)",
        aggregator="avg",
        readonly=True,
        help="Of the leads created: how many have been won until today.",
    )
    intention_count = fields.Integer(
        "Intentions", readonly=True, help="Leads and visitors created with an intention level."
    )
    converted_count = fields.Integer(
        "Intentions Converted", readonly=True, help="Intentions that became opportunities."
    )
    won_count = fields.Integer("Orders Won", readonly=True)
    lost_count = fields.Integer("Opportunities Lost", readonly=True)
    win_rate = fields.Float(
        "Win Rate (%)", aggregator="avg", readonly=True, help="Won / (won + lost), by number."
    )
    amount = fields.Monetary("Won Revenue", currency_field="company_currency", readonly=True)
    gross_profit = fields.Monetary(currency_field="company_currency", readonly=True)
    days_to_close = fields.Float(
        aggregator="avg", readonly=True, help="From the day a lead was created until it was won."
    )
    new_customer_count = fields.Integer(
        "New Customers", readonly=True, help="Customers who ordered for the first time."
    )
    lost_customer_count = fields.Integer(
        "Lost Customers",
        readonly=True,
        help="Customers who sleep since that day: no order for one and a half times as long as "
        "usual between two of theirs.",
    )
    customer_kind = fields.Selection(
        [("new", "New Customers"), ("lost", "Lost Customers")], "Come or Gone", readonly=True
    )
    customer_change = fields.Integer(
        "New - Lost Customers", readonly=True, help="New customers less lost ones."
    )

    _depends = {
        "crm.lead": [
            "name", "type", "active", "won_status", "expected_revenue", "date_closed",
            "date_conversion", "create_date", "forecast_date", "intention_level", "partner_id",
            "user_id", "won_user_id", "team_id", "territory_id", "won_territory_id", "company_id",
            "source_id", "campaign_id", "medium_id", "lost_reason_id",
        ],
        "crm.customer.figures": ["status_id", "company_id", "sleeping_from"],
        "crm.customer.status": ["partner_id", "class_id", "active"],
        "crm.customer.class.change": ["status_id", "before_id", "after_id", "changed_on"],
        "crm.team": ["margin_rate"],
        "res.partner": ["name", "user_id", "commercial_partner_id", "territory_id"],
        "res.users": ["sale_team_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        return SQL(
            """SELECT event.*, new_customer_count - lost_customer_count AS customer_change,
                CASE WHEN new_customer_count > 0 THEN 'new'
                    WHEN lost_customer_count > 0 THEN 'lost' END AS customer_kind
            FROM (%(created)s UNION ALL %(converted)s UNION ALL %(decided)s
                UNION ALL %(sleeping)s) AS event""",
            created=self._event_sql(
                "created",
                self._day_sql("create_date"),
                self._counts_sql(),
            ),
            converted=self._event_sql(
                "converted",
                SQL("COALESCE(%s, %s)", self._day_sql("date_conversion"),
                    self._day_sql("create_date")),
                SQL("""lead.intention_level IS NOT NULL AND lead.type = 'opportunity'
                    AND (%s)""", self._counts_sql()),
            ),
            decided=SQL(
                "%s UNION ALL %s",
                self._event_sql("won", SQL("lead.forecast_date"), self._is_won_sql()),
                self._event_sql("lost", self._day_sql("date_closed"), SQL(
                    "lead.won_status = 'lost' AND lead.type = 'opportunity'")),
            ),
            sleeping=self._sleeping_sql(),
        )  # fmt: skip

    @api.model
    def _counts_sql(self):
        """Return the condition that a lead was not simply put away; what was decided counts."""
        return SQL("lead.active OR lead.won_status IN ('won', 'lost')")

    @api.model
    def _is_won_sql(self):
        return SQL("lead.won_status = 'won' AND lead.type = 'opportunity'")

    @api.model
    def _day_sql(self, name):
        """Return the day of a moment of a lead, where its company is."""
        zones = self.env["res.company"]._time_zones()
        return SQL(
            "(lead.%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            SQL.identifier(name),
            self.env["crm.lead"]._by_company_sql(zones, SQL("lead.company_id")),
        )

    # ------------------------------------------------------------------ leads

    @api.model
    def _event_sql(self, kind, day, condition):
        """Select the leads to which something happened, with what is counted of it."""
        is_won = kind == "won"
        return SQL(
            """SELECT lead.id::bigint * %(kinds)s + %(number)s AS id, lead.name, %(day)s AS date,
                %(kind)s AS kind, lead.id AS lead_id, contact.commercial_partner_id AS customer_id,
                %(whose)s, lead.user_id AS owner_id, lead.team_id, lead.company_id,
                %(strategy)s AS strategy_id, lead.source_id, lead.campaign_id, lead.medium_id,
                lead.lost_reason_id, %(measures)s, 0 AS lost_customer_count
            FROM crm_lead AS lead
            LEFT JOIN res_partner AS contact ON contact.id = lead.partner_id
            LEFT JOIN crm_customer_status AS status
                ON status.partner_id = contact.commercial_partner_id
            %(joins)s WHERE %(condition)s""",
            kinds=len(KINDS),
            number=NUMBER[kind],
            kind=kind,
            day=day,
            whose=SQL(
                """COALESCE(lead.won_user_id, lead.user_id) AS user_id,
                COALESCE(lead.won_territory_id, lead.territory_id) AS territory_id"""
            )
            if is_won
            else SQL("lead.user_id, lead.territory_id"),
            strategy=self._strategy_sql(),
            measures=self._measures_sql(kind),
            joins=self._won_joins_sql() if is_won else SQL(),
            condition=condition,
        )

    @api.model
    def _measures_sql(self, kind):
        is_created, is_won = kind == "created", kind == "won"
        is_decided = kind in ("won", "lost")
        return SQL(
            """%(created)s AS created_count, %(conversion)s AS conversion_rate,
            %(intention)s AS intention_count, %(converted)s AS converted_count,
            %(won)s AS won_count, %(lost)s AS lost_count, %(win_rate)s AS win_rate,
            %(amount)s AS amount, %(profit)s AS gross_profit, %(days)s AS days_to_close,
            %(new)s AS new_customer_count""",
            created=int(is_created),
            conversion=SQL("100.0 * (%s)::integer", self._is_won_sql())
            if is_created
            else SQL("NULL::numeric"),
            intention=SQL("(lead.intention_level IS NOT NULL)::integer") if is_created else 0,
            converted=int(kind == "converted"),
            won=int(is_won),
            lost=int(kind == "lost"),
            win_rate=SQL("%s::numeric", 100 * is_won) if is_decided else SQL("NULL::numeric"),
            amount=SQL("COALESCE(lead.expected_revenue, 0)") if is_won else SQL("0::numeric"),
            profit=self._profit_sql() if is_won else SQL("0::numeric"),
            days=SQL("EXTRACT(EPOCH FROM lead.date_closed - lead.create_date) / 86400")
            if is_won
            else SQL("NULL::numeric"),
            new=SQL("(earliest.id IS NOT NULL)::integer") if is_won else 0,
        )

    @api.model
    def _profit_sql(self):
        return self.env["crm.lead"]._gross_profit_sql(
            SQL("lead.expected_revenue"),
            SQL("team.margin_rate"),
            SQL("lead.id"),
            SQL("COALESCE(currency.decimal_places, 2)"),
        )

    @api.model
    def _won_joins_sql(self):
        """Join what an order needs: its team and currency, and which is a customer's first."""
        return SQL(
            """LEFT JOIN crm_team AS team ON team.id = lead.team_id
            LEFT JOIN res_company AS company ON company.id = lead.company_id
            LEFT JOIN res_currency AS currency ON currency.id = company.currency_id
            LEFT JOIN (
                SELECT DISTINCT ON (person.commercial_partner_id, order_of) lead.id
                FROM crm_lead AS lead
                JOIN res_partner AS person ON person.id = lead.partner_id
                CROSS JOIN LATERAL (SELECT COALESCE(lead.company_id, %(company)s))
                    AS owner(order_of)
                WHERE %(is_won)s
                ORDER BY person.commercial_partner_id, order_of, lead.forecast_date, lead.id
            ) AS earliest ON earliest.id = lead.id""",
            company=self.env["crm.team"]._default_company().id,
            is_won=self._is_won_sql(),
        )

    @api.model
    def _strategy_sql(self):
        """Return the class of the customer on the day the lead was created."""
        change = """FROM crm_customer_class_change AS change
            WHERE change.status_id = status.id AND change.changed_on"""
        return SQL(
            f"""(CASE WHEN EXISTS (SELECT {change} <= lead.create_date)
                THEN (SELECT change.after_id {change} <= lead.create_date
                    ORDER BY change.changed_on DESC, change.id DESC LIMIT 1)
                WHEN EXISTS (SELECT {change} > lead.create_date)
                THEN (SELECT change.before_id {change} > lead.create_date
                    ORDER BY change.changed_on, change.id LIMIT 1)
                ELSE status.class_id END)"""
        )

    # ------------------------------------------------------------------ customers

    @api.model
    def _sleeping_sql(self):
        """Select customers who sleep, on the day since when they do."""
        return SQL(
            """SELECT figures.id::bigint * %(kinds)s + %(number)s, customer.name,
                figures.sleeping_from, %(kind)s, NULL::integer, customer.id, customer.user_id,
                customer.territory_id, customer.user_id, person.sale_team_id, figures.company_id,
                status.class_id, NULL::integer, NULL::integer, NULL::integer, NULL::integer,
                0, NULL::numeric, 0, 0, 0, 0, NULL::numeric, 0::numeric, 0::numeric,
                NULL::numeric, 0, 1
            FROM crm_customer_figures AS figures
            JOIN crm_customer_status AS status ON status.id = figures.status_id AND status.active
            JOIN res_partner AS customer ON customer.id = status.partner_id
            LEFT JOIN res_users AS person ON person.id = customer.user_id
            WHERE figures.sleeping_from <= %(today)s""",
            kinds=len(KINDS),
            number=NUMBER["customer_lost"],
            kind="customer_lost",
            today=self.env["crm.lead"]._todays()[self.env.company.id],
        )

    # ------------------------------------------------------------------ measures

    def _read_group_select(self, aggregate_spec, query):
        """Amounts of companies with several currencies are in that of the reader's company."""
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.endswith(":sum_currency"):
            return self.env["crm.lead"]._in_own_currency_sql(aggregate)
        return aggregate

    def action_open(self):
        """Open the opportunity; the customer where there is none."""
        self.ensure_one()
        record = self.lead_id or self.customer_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
