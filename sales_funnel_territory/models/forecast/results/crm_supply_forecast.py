from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .crm_supply_forecast_number import KINDS

SAID = ("sales", "operations", "finance")
STATES = [
    ("none", "Nobody Said"),
    ("partly", "Partly Said"),
    ("differ", "They Differ"),
    ("agreed", "Agreed"),
]
MONTHS_AHEAD = 6
# What an id is made of, in bits: month (340 years from 2000 on), category, company; 53 in all, as
# more is no whole number in a browser. That is 67 million categories and 32,000 companies.
EPOCH = 2000
MONTH_BITS, CATEGORY_BITS = 12, 26


class CrmSupplyForecast(models.Model):
    """What will be needed, by product category and month: what deals say, and what was agreed.

    A row for each category that is on any deal, and each month with deals or numbers, also such as
    were taken back, and the six from this one on. Writing one of the four numbers says it: it is
    kept with who and when. Emptying it takes it back: nothing said is not zero.
    """

    _name = "crm.supply.forecast"
    _description = "Supply Forecast"
    _auto = False
    _rec_name = "categ_id"
    _order = "month, categ_id"

    company_id = fields.Many2one("res.company", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    month = fields.Date(readonly=True)
    won_quantity = fields.Float("Won", digits="Product Unit", readonly=True)
    open_quantity = fields.Float(
        "Open", digits="Product Unit", readonly=True, help="Of open deals, as if all were won."
    )
    weighted_quantity = fields.Float(
        "Weighted", digits="Product Unit", readonly=True, help="Of open deals x their probability."
    )
    forecast_quantity = fields.Float(
        "Forecast", digits="Product Unit", readonly=True, help="Won + weighted."
    )
    last_year_quantity = fields.Float(
        "Last Year", digits="Product Unit", readonly=True, help="Won in the month a year before."
    )
    sales_quantity = fields.Float("Sales", digits="Product Unit")
    operations_quantity = fields.Float("Operations", digits="Product Unit")
    finance_quantity = fields.Float("Finance", digits="Product Unit")
    consensus_quantity = fields.Float(
        "Consensus",
        digits="Product Unit",
        help="What was agreed: as a sales manager set it, or what all three said alike.",
    )
    sales_by_id = fields.Many2one("res.users", "Sales: Who", readonly=True)
    operations_by_id = fields.Many2one("res.users", "Operations: Who", readonly=True)
    finance_by_id = fields.Many2one("res.users", "Finance: Who", readonly=True)
    consensus_by_id = fields.Many2one("res.users", "Agreed By", readonly=True)
    consensus_on = fields.Datetime("Agreed On", readonly=True)
    state = fields.Selection(STATES, readonly=True)

    _depends = {
        "crm.lead": [
            "type", "active", "won_status", "forecast_date", "probability", "company_id",
        ],
        "crm.lead.line": ["lead_id", "product_id", "quantity"],
        "crm.supply.forecast.number": [
            "company_id", "categ_id", "month", "kind", "quantity", "is_current", "is_withdrawn",
        ],
        "product.template": ["categ_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        return SQL(
            """WITH deals AS MATERIALIZED (%(deals)s),
                said AS MATERIALIZED (%(said)s),
                cell AS (
                    SELECT company_id, categ_id, month FROM deals
                    UNION SELECT company_id, categ_id, month FROM crm_supply_forecast_number
                    WHERE is_current
                    UNION SELECT company_id, categ_id, ahead::date FROM deals
                    CROSS JOIN generate_series(%(this_month)s::timestamp,
                        %(this_month)s::timestamp + %(ahead)s * INTERVAL '1 month', '1 month')
                        AS ahead)
            SELECT %(id)s AS id, cell.company_id, cell.categ_id, cell.month,
                COALESCE(now.won, 0) AS won_quantity, COALESCE(now.open, 0) AS open_quantity,
                COALESCE(now.weighted, 0) AS weighted_quantity,
                COALESCE(now.won, 0) + COALESCE(now.weighted, 0) AS forecast_quantity,
                COALESCE(before.won, 0) AS last_year_quantity, %(numbers)s,
                COALESCE(consensus.quantity, agreed.quantity) AS consensus_quantity,
                CASE WHEN consensus.quantity IS NOT NULL THEN consensus.user_id
                    WHEN agreed.quantity IS NOT NULL THEN agreed.user_id END AS consensus_by_id,
                CASE WHEN consensus.quantity IS NOT NULL THEN consensus.date
                    WHEN agreed.quantity IS NOT NULL THEN agreed.date END AS consensus_on,
                CASE WHEN COALESCE(consensus.quantity, agreed.quantity) IS NOT NULL THEN 'agreed'
                    WHEN agreed.voices = 0 THEN 'none'
                    WHEN agreed.voices < %(voices)s THEN 'partly' ELSE 'differ' END AS state
            FROM cell
            LEFT JOIN deals AS now USING (company_id, categ_id, month)
            LEFT JOIN deals AS before ON before.company_id = cell.company_id
                AND before.categ_id = cell.categ_id
                AND before.month = (cell.month - INTERVAL '1 year')::date
            %(joins)s
            CROSS JOIN LATERAL (%(agreed)s) AS agreed""",
            deals=self._deals_sql(),
            said=SQL(
                """SELECT * FROM crm_supply_forecast_number
                WHERE is_current AND is_withdrawn IS NOT TRUE"""
            ),
            this_month=self.env["crm.lead"]._todays()[self.env.company.id].replace(day=1),
            ahead=MONTHS_AHEAD - 1,
            id=self._id_sql(),
            numbers=SQL(", ").join(
                SQL(
                    "%(one)s.quantity AS %(quantity)s, %(one)s.user_id AS %(who)s",
                    one=SQL.identifier(kind),
                    quantity=SQL.identifier(f"{kind}_quantity"),
                    who=SQL.identifier(f"{kind}_by_id"),
                )
                for kind in SAID
            ),
            joins=SQL(" ").join(self._number_join_sql(kind) for kind, _label in KINDS),
            agreed=self._agreed_sql(),
            voices=len(SAID),
        )

    @api.model
    def _deals_sql(self):
        """Select what deals say of each category and month."""
        return SQL(
            """SELECT COALESCE(lead.company_id, %(company)s) AS company_id, template.categ_id,
                date_trunc('month', lead.forecast_date)::date AS month,
                SUM(line.quantity) FILTER (WHERE lead.won_status = 'won') AS won,
                SUM(line.quantity) FILTER (WHERE lead.won_status = 'pending') AS open,
                SUM(line.quantity * COALESCE(lead.probability, 0)::numeric / 100)
                    FILTER (WHERE lead.won_status = 'pending') AS weighted
            FROM crm_lead_line AS line
            JOIN crm_lead AS lead ON lead.id = line.lead_id
            JOIN product_product AS product ON product.id = line.product_id
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            WHERE lead.type = 'opportunity' AND lead.forecast_date IS NOT NULL
              AND (lead.won_status = 'won' OR lead.won_status = 'pending' AND lead.active)
            GROUP BY 1, 2, 3""",
            company=self.env["crm.team"]._default_company().id,
        )

    @api.model
    def _id_sql(self):
        return SQL(
            """(((cell.company_id::bigint << %(category_bits)s) + cell.categ_id << %(month_bits)s)
            + (EXTRACT(YEAR FROM cell.month)::int - %(epoch)s) * 12
            + EXTRACT(MONTH FROM cell.month)::int - 1)""",
            category_bits=CATEGORY_BITS,
            month_bits=MONTH_BITS,
            epoch=EPOCH,
        )

    @api.model
    def _number_join_sql(self, kind):
        return SQL(
            """LEFT JOIN said AS %(one)s ON %(one)s.kind = %(kind)s
            AND %(one)s.company_id = cell.company_id AND %(one)s.categ_id = cell.categ_id
            AND %(one)s.month = cell.month""",
            one=SQL.identifier(kind),
            kind=kind,
        )

    @api.model
    def _agreed_sql(self):
        """Select how many have said a number, and, where all said the same, who was the last."""
        return SQL(
            """SELECT COUNT(voice.quantity) AS voices,
                CASE WHEN COUNT(voice.quantity) = %s AND MIN(voice.quantity) = MAX(voice.quantity)
                    THEN MIN(voice.quantity) END AS quantity,
                MAX(voice.date) AS date,
                (ARRAY_AGG(voice.user_id ORDER BY voice.date DESC NULLS LAST))[1] AS user_id
            FROM (VALUES %s) AS voice(quantity, date, user_id)""",
            len(SAID),
            SQL(", ").join(
                SQL("(%(one)s.quantity, %(one)s.date, %(one)s.user_id)", one=SQL.identifier(kind))
                for kind in SAID
            ),
        )

    # ------------------------------------------------------------------ what stands behind

    def action_open_numbers(self):
        """Open what was said of a row, the latest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Was Said"),
            "res_model": "crm.supply.forecast.number",
            "views": [(False, "list")],
            "domain": [(name, "=", value) for name, value in self._get_subject().items()],
            "context": {"create": False},
        }

    def action_open_deals(self):
        """Open the deals of a row, as far as one may see them.

        :raises UserError: where one may see none: the totals are for more people than the deals
        """
        self.ensure_one()
        if not self.env["crm.lead.line.report"].has_access("read"):
            raise UserError(
                self.env._(
                    "The deals behind a quantity are seen by sales only. Ask a sales manager what "
                    "stands behind %(category)s in %(month)s.",
                    category=self.categ_id.display_name,
                    month=self.env["crm.lead"]._month_label(self.month),
                )
            )
        first = self.month
        last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deals of the Month"),
            "res_model": "crm.lead.line.report",
            "views": [(False, "list"), (False, "pivot")],
            "domain": [
                ("categ_id", "=", self.categ_id.id),
                ("product_id", "!=", False),
                ("type", "=", "opportunity"),
                ("company_id", "in", self.company_id._get_counted_companies()),
                ("won_status", "in", ["won", "pending"]),
                ("forecast_date", ">=", first),
                ("forecast_date", "<", last),
            ],
        }

    def _get_subject(self):
        return {
            "company_id": self.company_id.id,
            "categ_id": self.categ_id.id,
            "month": self.month,
        }
