from odoo import fields, models
from odoo.tools import SQL

from ..models.customer.visitor.crm_lead_visitor import INTENTION_LEVELS

STATES = [
    ("visitor", "Visitor"),
    ("opportunity", "Opportunity"),
    ("won", "Won"),
    ("lost", "Lost"),
]


class CrmVisitorReport(models.Model):
    """One row for each visitor and each lead with an intention level: what became of it.

    Shares are averages of 0 and 100, so that they hold for whatever one groups by.
    """

    _name = "crm.visitor.report"
    _inherit = ["sales.plan.week.mixin"]
    _description = "Visitor Analysis"
    _auto = False
    _rec_name = "name"
    _order = "visited_on desc, id desc"

    name = fields.Char(readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Visitor or Opportunity", readonly=True)
    visited_on = fields.Datetime(
        readonly=True, help="When the visitor came; of a lead, when it was noted."
    )
    state = fields.Selection(STATES, readonly=True)
    is_visitor = fields.Boolean("Visitor", readonly=True)
    intention_level = fields.Selection(INTENTION_LEVELS, readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    product_id = fields.Many2one("product.product", string="Interested In", readonly=True)
    category_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    # measures
    visitor_count = fields.Integer("Visitors", readonly=True)
    intention_count = fields.Integer(
        "Intentions", readonly=True, help="Leads and visitors with an intention level."
    )
    opportunity_count = fields.Integer("Opportunities", readonly=True)
    won_count = fields.Integer("Won", readonly=True)
    opportunity_rate = fields.Float(
        "Became Opportunities (%)",
        aggregator="avg",
        readonly=True,
        help="Opportunities / all that were noted.",
    )
    won_rate = fields.Float(
        "Became Orders (%)", aggregator="avg", readonly=True, help="Won / all that were noted."
    )
    days_to_opportunity = fields.Float(
        aggregator="avg", readonly=True, help="From the visit until it became an opportunity."
    )
    expected_revenue = fields.Monetary(currency_field="currency_id", readonly=True)
    won_revenue = fields.Monetary(currency_field="currency_id", readonly=True)

    _depends = {
        "crm.lead": [
            "is_visitor",
            "intention_level",
            "visited_on",
            "interest_product_id",
            "type",
            "won_status",
            "date_conversion",
            "expected_revenue",
            "source_id",
            "campaign_id",
            "medium_id",
            "partner_id",
            "user_id",
            "team_id",
            "company_id",
        ],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT lead.id, lead.id AS lead_id, lead.name, lead.is_visitor,
                COALESCE(lead.visited_on, lead.create_date) AS visited_on,
                CASE WHEN lead.won_status IN ('won', 'lost') THEN lead.won_status
                    WHEN lead.type = 'opportunity' THEN 'opportunity' ELSE 'visitor' END AS state,
                lead.intention_level, lead.source_id, lead.campaign_id, lead.medium_id,
                lead.interest_product_id AS product_id, template.categ_id AS category_id,
                contact.commercial_partner_id AS customer_id,
                lead.user_id, lead.team_id, lead.company_id,
                COALESCE(company.currency_id, own.currency_id) AS currency_id,
                lead.is_visitor::integer AS visitor_count,
                (lead.intention_level IS NOT NULL)::integer AS intention_count,
                (lead.type = 'opportunity')::integer AS opportunity_count,
                (lead.won_status = 'won')::integer AS won_count,
                100.0 * (lead.type = 'opportunity')::integer AS opportunity_rate,
                100.0 * (lead.won_status = 'won')::integer AS won_rate,
                EXTRACT(EPOCH FROM lead.date_conversion
                    - COALESCE(lead.visited_on, lead.create_date)) / 86400 AS days_to_opportunity,
                lead.expected_revenue,
                CASE WHEN lead.won_status = 'won' THEN lead.expected_revenue ELSE 0 END
                    AS won_revenue
            FROM crm_lead AS lead
            LEFT JOIN res_partner AS contact ON contact.id = lead.partner_id
            LEFT JOIN product_product AS product ON product.id = lead.interest_product_id
            LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
            LEFT JOIN res_company AS company ON company.id = lead.company_id
            JOIN res_company AS own ON own.id = %(company)s
            WHERE (lead.is_visitor OR lead.intention_level IS NOT NULL)
              AND (lead.active OR lead.won_status = 'lost')""",
            company=self.env.company.id,
        )

    def _read_group_select(self, aggregate_spec, query):
        """Amounts of companies with several currencies are in that of the reader's company."""
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.endswith(":sum_currency"):
            return self.env["crm.lead"]._in_own_currency_sql(aggregate)
        return aggregate

    def action_open_lead(self):
        self.ensure_one()
        return self.lead_id.redirect_lead_opportunity_view()
